package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;
import dev.millrace.core.SinkException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.format.RecordFormat;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.testing.StreamTestDriver;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesis.model.Record;

@Timeout(120)
class KinesisSinkTest {
  @TempDir Path directory;
  private int runs;

  private void write(KinesisSink<String> sink, List<String> rows) {
    QueueSource<String> source = QueueSource.create(1);
    source.pushAll(rows);
    StreamingConfig config =
        StreamingConfig.named("sink").withCheckpoint(directory.resolve("run-" + runs++));
    try (StreamTestDriver driver =
        StreamTestDriver.of(config, context -> context.source("in", source).to("out", sink))) {
      driver.runAll();
    }
  }

  private static KinesisSink<String> sink(
      KinesisOptions options, TestStream stream, MapFunction<String, String> key) {
    return KinesisSink.values(options, stream.name(), RecordFormat.text()).withPartitionKey(key);
  }

  @Test
  void shouldChooseTheShardByTheKeyAsKinesisDoes() {
    TestStream stream = TestStream.create(4);
    List<String> keys = IntStream.range(0, 40).mapToObj(i -> "key " + i).toList();
    keys.forEach(key -> stream.writeKeyed(key, List.of(key)));
    List<String> there = stream.values();
    TestStream ours = TestStream.create(4);
    write(sink(ours.options(), ours, key -> key), keys);
    assertEquals(there, ours.values());
    for (Record data : ours.records()) {
      BatchMark mark = BatchMark.of(data.partitionKey()).orElseThrow();
      assertEquals(TestStream.text(data), mark.key());
      assertEquals(0, mark.batch());
      assertEquals(keys.indexOf(mark.key()), mark.row());
    }
  }

  @Test
  void shouldSpreadRowsWithoutKeys() {
    TestStream stream = TestStream.create(2);
    write(
        KinesisSink.values(stream.options(), stream.name(), RecordFormat.text()),
        IntStream.range(0, 40).mapToObj(Integer::toString).toList());
    List<String> values = stream.values();
    assertEquals(40, values.size());
    assertTrue(values.indexOf("0") >= 0);
    List<Record> first = new ArrayList<>(stream.records());
    assertTrue(BatchMark.of(first.get(0).partitionKey()).orElseThrow().key().isEmpty());
  }

  @Test
  void shouldKeepKeysOfRecordsThatWereReadAndDropTheirMarks() {
    KinesisRecord<String> read =
        new KinesisRecord<>("shard", "1", null, new BatchMark("a@b", 3, 4).partitionKey(), "v");
    assertEquals(new BatchMark("a@b", 3, 4), read.mark().orElseThrow());
    assertEquals("a@b", new RowEncoder.Records<>(RecordFormat.text()).key(read));
    assertEquals(
        "plain", new RowEncoder.Records<>(RecordFormat.text()).key(KinesisRecord.of("plain", "v")));
  }

  /** 1,200 rows in three requests, and 12 MB of rows in three. */
  @Test
  void shouldKeepTheLimitsOfRequests() throws Exception {
    TestStream stream = TestStream.create(1);
    try (FaultProxy proxy = FaultProxy.before(Kinesalite.shared().endpoint(), 1)) {
      KinesisOptions options = stream.options().withEndpoint(proxy.endpoint());
      write(
          sink(options, stream, row -> "k"),
          IntStream.range(0, 1_200).mapToObj(i -> "" + i).toList());
      assertEquals(3, proxy.requests("PutRecords"));
      String large = "-".repeat(1_000_000);
      write(
          sink(options, stream, row -> "k"), IntStream.range(0, 12).mapToObj(i -> large).toList());
      assertEquals(6, proxy.requests("PutRecords"));
    }
    assertEquals(1_212, stream.values().size());
  }

  @Test
  void shouldRefuseWhatKinesisWouldNotTake() {
    TestStream stream = TestStream.create(1);
    assertRefused(
        "limit 200",
        () -> write(sink(stream.options(), stream, row -> "k".repeat(201)), List.of("a")));
    assertRefused(
        "1048536",
        () -> write(sink(stream.options(), stream, row -> ""), List.of("-".repeat(1 << 20))));
    assertRefused(
        "it is not there",
        () ->
            write(
                KinesisSink.values(stream.options(), "nowhere", RecordFormat.text()),
                List.of("a")));
  }

  private static void assertRefused(String reason, Runnable action) {
    MillraceException e = assertThrows(MillraceException.class, action::run);
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @Test
  void shouldAskForAPlaceWhereTheCheckpointIsElsewhere() {
    KinesisSink<String> sink =
        KinesisSink.values(KinesisOptions.of("eu-central-1"), "s", RecordFormat.text());
    SinkContext context = new SinkContext("pipeline", "sink", Optional.empty(), 5);
    SinkException e = assertThrows(SinkException.class, () -> sink.open(context));
    assertTrue(e.getMessage().contains("withStaging"), e.getMessage());
  }

  @Test
  void shouldCheckOptions() {
    KinesisOptions options = KinesisOptions.of("eu-central-1");
    List<Consumer<KinesisOptions>> wrong =
        List.of(
            some -> KinesisOptions.of("Frankfurt am Main"),
            some -> some.withEndpoint(URI.create("ftp://127.0.0.1")),
            some -> some.withEndpoint(URI.create("http://user:secret@127.0.0.1")),
            some -> some.withPollInterval(Duration.ZERO),
            some -> some.withDiscovery(Duration.ZERO),
            some -> some.withPatience(Duration.ofMillis(999)),
            some -> some.withBufferBytes(1_000),
            some -> KinesisSource.values(some, "a/b", RecordFormat.text()));
    for (Consumer<KinesisOptions> one : wrong) {
      assertThrows(ConfigurationException.class, () -> one.accept(options));
    }
  }
}
