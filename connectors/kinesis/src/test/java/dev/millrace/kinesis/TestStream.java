package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** A new stream, written and read with the bare client. */
final class TestStream {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Kinesalite server;
  private final KinesisClient client;
  private final String name;

  private TestStream(Kinesalite server, String name) {
    this.server = server;
    this.client = server.client();
    this.name = name;
  }

  /** Of the shared server. */
  static TestStream create(int shards) {
    return create(Kinesalite.shared(), "stream-" + COUNT.incrementAndGet(), shards);
  }

  static TestStream create(Kinesalite server, String name, int shards) {
    TestStream stream = new TestStream(server, name);
    stream.client.createStream(request -> request.streamName(name).shardCount(shards));
    stream.awaitActive();
    return stream;
  }

  private void awaitActive() {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (client
            .describeStreamSummary(request -> request.streamName(name))
            .streamDescriptionSummary()
            .streamStatus()
        != StreamStatus.ACTIVE) {
      assertTrue(System.nanoTime() < deadline, name + " does not become active");
      LockSupport.parkNanos(1_000_000);
    }
  }

  String name() {
    return name;
  }

  KinesisOptions options() {
    return KinesisOptions.of("eu-central-1")
        .withEndpoint(server.endpoint())
        .withPollInterval(Duration.ofMillis(2))
        .withDiscovery(Duration.ofMillis(50));
  }

  /** All shards, closed ones too. */
  List<Shard> shards() {
    return client.listShards(request -> request.streamName(name)).shards().stream()
        .sorted(Comparator.comparing(Shard::shardId))
        .toList();
  }

  /** Those that can be written to, by their hash keys. */
  List<Shard> open() {
    return shards().stream()
        .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
        .sorted(
            Comparator.comparing(shard -> new BigInteger(shard.hashKeyRange().startingHashKey())))
        .toList();
  }

  /** Writes texts with one key each into the {@code index}-th open shard. */
  void write(int index, String... values) {
    String hash = open().get(index).hashKeyRange().startingHashKey();
    List<PutRecordsRequestEntry> entries = new ArrayList<>();
    for (String value : values) {
      entries.add(entry("key", value).toBuilder().explicitHashKey(hash).build());
    }
    put(entries);
  }

  /** Writes texts where their key belongs. */
  void writeKeyed(String key, List<String> values) {
    put(values.stream().map(value -> entry(key, value)).toList());
  }

  private static PutRecordsRequestEntry entry(String key, String value) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(key)
        .data(SdkBytes.fromUtf8String(value))
        .build();
  }

  private void put(List<PutRecordsRequestEntry> entries) {
    for (int from = 0; from < entries.size(); from += 500) {
      List<PutRecordsRequestEntry> some =
          entries.subList(from, Math.min(entries.size(), from + 500));
      assertEquals(
          0,
          client.putRecords(request -> request.streamName(name).records(some)).failedRecordCount());
    }
  }

  /** Splits the {@code index}-th open shard in the middle. */
  void split(int index) {
    Shard shard = open().get(index);
    BigInteger from = new BigInteger(shard.hashKeyRange().startingHashKey());
    BigInteger until = new BigInteger(shard.hashKeyRange().endingHashKey());
    client.splitShard(
        request ->
            request
                .streamName(name)
                .shardToSplit(shard.shardId())
                .newStartingHashKey(from.add(until).shiftRight(1).toString()));
    awaitActive();
  }

  /** Merges the {@code index}-th open shard and the next. */
  void merge(int index) {
    List<Shard> open = open();
    client.mergeShards(
        request ->
            request
                .streamName(name)
                .shardToMerge(open.get(index).shardId())
                .adjacentShardToMerge(open.get(index + 1).shardId()));
    awaitActive();
  }

  /** All that stands in the stream, shard by shard. */
  List<Record> records() {
    List<Record> records = new ArrayList<>();
    for (Shard shard : shards()) {
      String iterator =
          client
              .getShardIterator(
                  request ->
                      request
                          .streamName(name)
                          .shardId(shard.shardId())
                          .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      boolean anyMore = true;
      while (anyMore) {
        String at = iterator;
        GetRecordsResponse answer = client.getRecords(request -> request.shardIterator(at));
        records.addAll(answer.records());
        iterator = answer.nextShardIterator();
        anyMore = iterator != null && !answer.records().isEmpty();
      }
    }
    return records;
  }

  /** The texts of {@link #records}. */
  List<String> values() {
    return records().stream().map(TestStream::text).toList();
  }

  static String text(Record data) {
    return data.data().asString(StandardCharsets.UTF_8);
  }
}
