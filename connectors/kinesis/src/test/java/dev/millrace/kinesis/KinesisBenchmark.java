package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.format.RecordFormat;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.testing.RateComparison;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * Records per second of 100 bytes, from and to a server on this machine: the bare client, and a
 * pipeline with a checkpoint per 10,000 records, in turn. Not among the tests that run by
 * themselves: {@code mvn -pl connectors/kinesis test -Dtest=KinesisBenchmark}, and the figures are
 * in {@code target/surefire-reports}.
 */
class KinesisBenchmark {
  private static final int RECORDS = 50_000;
  private static final int BATCH = 10_000;
  private static final int SHARDS = 2;
  private static final String PADDING = "-".repeat(80);

  @TempDir Path directory;

  private final KinesisClient client = Kinesalite.shared().client();
  private final AtomicLong runs = new AtomicLong();

  /** 100 bytes. */
  private static String row(long number) {
    return PADDING + (number + 1_000_000_000_000_000_000L) + "-";
  }

  @Test
  void read() throws Exception {
    TestStream stream = TestStream.create(SHARDS);
    plainWrite(stream.name());
    System.out.println(
        RateComparison.of("read", RECORDS, () -> plainRead(stream), () -> millraceRead(stream)));
  }

  @Test
  void write() throws Exception {
    System.out.println(
        RateComparison.of(
            "write",
            RECORDS,
            () -> plainWrite(TestStream.create(SHARDS).name()),
            () -> millraceWrite(TestStream.create(SHARDS))));
  }

  private void plainRead(TestStream stream) {
    long length = 0;
    for (int shard = 0; shard < SHARDS; shard++) {
      String id = "shardId-00000000000" + shard;
      String iterator =
          client
              .getShardIterator(
                  request ->
                      request
                          .streamName(stream.name())
                          .shardId(id)
                          .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      boolean anyMore = true;
      while (anyMore) {
        String at = iterator;
        GetRecordsResponse answer = client.getRecords(request -> request.shardIterator(at));
        for (Record data : answer.records()) {
          length += data.data().asUtf8String().length();
        }
        iterator = answer.nextShardIterator();
        anyMore = !answer.records().isEmpty();
      }
    }
    assertEquals(100L * RECORDS, length);
  }

  private void run(Consumer<StreamingContext> description) throws InterruptedException {
    StreamingConfig config =
        StreamingConfig.named("benchmark-" + runs.incrementAndGet())
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(BATCH)
            .withCheckpoint(directory.resolve("run-" + runs));
    try (StreamingContext context = StreamingContext.create(config)) {
      description.accept(context);
      context.start();
      context.awaitTermination();
    }
  }

  private void millraceRead(TestStream stream) throws InterruptedException {
    LongAdder length = new LongAdder();
    KinesisOptions options = stream.options().withPollInterval(Duration.ofMillis(1));
    run(
        context ->
            context
                .source("in", KinesisSource.values(options, stream.name(), RecordFormat.text()))
                .foreachBatch(
                    (batch, scope) ->
                        batch
                            .runPartitions(
                                (partition, values) ->
                                    values.stream().mapToLong(String::length).sum())
                            .forEach(length::add)));
    assertEquals(100L * RECORDS, length.sum());
  }

  private void plainWrite(String stream) {
    for (int from = 0; from < RECORDS; from += RecordPutter.MAX_RECORDS) {
      List<PutRecordsRequestEntry> entries = new ArrayList<>();
      for (int i = from; i < from + RecordPutter.MAX_RECORDS; i++) {
        entries.add(
            PutRecordsRequestEntry.builder()
                .partitionKey(Integer.toString(i))
                .data(SdkBytes.fromUtf8String(row(i)))
                .build());
      }
      client.putRecords(request -> request.streamName(stream).records(entries));
    }
  }

  private void millraceWrite(TestStream stream) throws InterruptedException {
    run(
        context ->
            context
                .source("rows", GeneratorSource.bounded(RECORDS, KinesisBenchmark::row))
                .to(
                    "out",
                    KinesisSink.values(stream.options(), stream.name(), RecordFormat.text())));
  }
}
