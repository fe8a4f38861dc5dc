package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.MillraceException;
import dev.millrace.core.SourceException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.format.RecordFormat;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import dev.millrace.core.testing.CollectingSink;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.time.Clock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesis.model.Record;

@Timeout(120)
class KinesisSourceTest {
  private static final PlanLimits UNLIMITED = new PlanLimits(Long.MAX_VALUE, Long.MAX_VALUE);

  @TempDir Path directory;

  private static KinesisSource<String> texts(KinesisOptions options, TestStream stream) {
    return KinesisSource.values(options, stream.name(), RecordFormat.text());
  }

  private static List<String> numbers(int from, int until) {
    return IntStream.range(from, until).mapToObj("%05d"::formatted).toList();
  }

  private StreamTestDriver driver(
      TestStream stream, KinesisOptions options, CollectingSink<String> sink) {
    return StreamTestDriver.of(
        StreamingConfig.named("source")
            .withCheckpoint(directory.resolve("checkpoint"))
            .withMaxBatchRecords(7),
        context -> context.source("in", texts(options, stream)).to("out", sink));
  }

  private SplitPlanner planner(KinesisSource<?> source) throws Exception {
    return source.planner(new SourceContext("source", directory, Clock.system()));
  }

  private static List<OffsetRange> plan(SplitPlanner planner, Map<String, Offset> offsets)
      throws Exception {
    while (true) {
      List<OffsetRange> ranges = planner.plan(offsets, UNLIMITED);
      if (!ranges.isEmpty()) {
        return ranges;
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static <T> List<T> read(
      KinesisSource<T> source, OffsetRange range, List<DeadLetter> rejects) throws Exception {
    List<T> records = new ArrayList<>();
    try (SplitReader<T> reader = source.reader(range)) {
      reader.read(records::add, rejects::add);
    }
    return records;
  }

  @Test
  void shouldTellAllThatKinesisKnowsAndPutAsideWhatCannotBeDecoded() throws Exception {
    TestStream stream = TestStream.create(1);
    stream.writeKeyed("k", List.of("1", "x", "3"));
    List<Record> written = stream.records();
    KinesisSource<KinesisRecord<Integer>> source =
        KinesisSource.records(stream.options(), stream.name(), RecordFormat.json(Integer.class));
    List<DeadLetter> rejects = new ArrayList<>();
    try (SplitPlanner planner = planner(source)) {
      OffsetRange range = plan(planner, Map.of()).get(0);
      assertEquals(3, range.records());
      List<KinesisRecord<Integer>> read = read(source, range, rejects);
      assertEquals(
          new KinesisRecord<>(
              "shardId-000000000000",
              written.get(2).sequenceNumber(),
              written.get(2).approximateArrivalTimestamp(),
              "k",
              3),
          read.get(1));
    }
    DeadLetter letter = rejects.get(0);
    assertEquals(
        stream.name() + "/shardId-000000000000@" + written.get(1).sequenceNumber(),
        letter.position());
    assertEquals("x", letter.record());
    assertTrue(letter.reason().startsWith("not JSON for Integer: "), letter.reason());
  }

  @Test
  void shouldReadAllThereIsWhereOneAnswerCannotHoldIt() {
    TestStream stream = TestStream.create(1);
    List<String> values = numbers(0, ShardCursor.MAX_RECORDS + 1);
    stream.writeKeyed("k", values);
    CollectingSink<String> sink = new CollectingSink<>();
    StreamingConfig config =
        StreamingConfig.named("source")
            .withCheckpoint(directory.resolve("checkpoint"))
            .withTrigger(Trigger.availableNow());
    try (StreamingContext context = StreamingContext.create(config)) {
      context.source("in", texts(stream.options(), stream)).to("out", sink);
      context.start();
      context.awaitTermination();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertEquals(values.size(), sink.records().size());
    assertEquals(values, sink.records());
  }

  /** The records of each key keep their order, whatever becomes of the shards meanwhile. */
  @Test
  void shouldFollowSplitsAndMergesInOrderThroughCrashes() {
    TestStream stream = TestStream.create(2);
    CollectingSink<String> sink = new CollectingSink<>();
    Random random = new Random(11);
    List<String> keys = List.of("a", "b", "c", "d", "e", "f");
    List<BatchStep> steps = List.of(BatchStep.values());
    int written = 0;
    try (StreamTestDriver driver = driver(stream, stream.options(), sink)) {
      for (int round = 0; round < 6; round++) {
        for (String key : keys) {
          int from = round * 10;
          stream.writeKeyed(
              key, numbers(from, from + 10).stream().map(number -> key + number).toList());
          written += 10;
        }
        if (round % 3 == 2) {
          stream.merge(random.nextInt(stream.open().size() - 1));
        } else {
          stream.split(random.nextInt(stream.open().size()));
        }
        if (round % 2 == 1) {
          Runs.one(driver);
          driver.crashAt(steps.get(random.nextInt(steps.size())));
          driver.recover();
        }
      }
      int all = written;
      Runs.until(driver, () -> sink.records().size() >= all);
    }
    assertEquals(12, stream.shards().size());
    for (String key : keys) {
      assertEquals(
          numbers(0, 60).stream().map(number -> key + number).toList(),
          sink.records().stream().filter(value -> value.startsWith(key)).toList());
    }
  }

  /** What is written afterwards has a later time than what was written before. */
  private static void awaitNextMillisecond() {
    long now = System.currentTimeMillis();
    while (System.currentTimeMillis() <= now) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldBeginWithWhatComesAfterTheFirstStart() {
    TestStream stream = TestStream.create(2);
    stream.write(0, "old");
    awaitNextMillisecond();
    KinesisOptions latest = stream.options().withStart(new KinesisStart.Latest());
    CollectingSink<String> sink = new CollectingSink<>();
    try (StreamTestDriver driver = driver(stream, latest, sink)) {
      assertEquals(0, driver.runAll());
      driver.crash();
      stream.write(0, "new");
      driver.recover();
      Runs.until(driver, () -> !sink.records().isEmpty());
      stream.write(1, "newer");
      driver.stop();
      driver.recover();
      Runs.until(driver, () -> sink.records().size() == 2);
    }
    assertEquals(List.of("new", "newer"), sink.records());
  }

  @Test
  void shouldBeginAtATime() {
    TestStream stream = TestStream.create(1);
    stream.write(0, "old");
    awaitNextMillisecond();
    stream.write(0, "new");
    CollectingSink<String> sink = new CollectingSink<>();
    KinesisOptions options =
        stream
            .options()
            .withStart(new KinesisStart.At(stream.records().get(1).approximateArrivalTimestamp()));
    try (StreamTestDriver driver = driver(stream, options, sink)) {
      Runs.until(driver, () -> !sink.records().isEmpty());
    }
    assertEquals(List.of("new"), sink.records());
  }

  @Test
  void shouldStartAfreshWithWhatComesThenWhenToldTo() throws Exception {
    FirstStart first = FirstStart.open(directory);
    KinesisStart latest = new KinesisStart.Latest();
    ShardPosition begun = first.position(latest, false, Instant.now());
    assertEquals(begun, FirstStart.open(directory).position(latest, false, Instant.now()));
    first.settle();
    Instant later = Instant.now().plusMillis(1);
    assertEquals(begun, FirstStart.open(directory).position(latest, true, later));
    assertFalse(begun.equals(FirstStart.open(directory).position(latest, false, later)));
  }

  @Test
  void shouldEndWithWhatIsThereWhenTold() throws Exception {
    TestStream stream = TestStream.create(2);
    stream.write(0, numbers(0, 30).toArray(String[]::new));
    stream.split(0);
    stream.write(0, numbers(30, 40).toArray(String[]::new));
    awaitNextMillisecond();
    CollectingSink<String> sink = new CollectingSink<>();
    StreamingConfig config =
        StreamingConfig.named("now").withMaxBatchRecords(7).withTrigger(Trigger.availableNow());
    try (StreamingContext context = StreamingContext.create(config)) {
      context.source("in", texts(stream.options(), stream)).to("out", sink);
      context.start();
      context.awaitTermination();
    }
    assertEquals(numbers(0, 40), sink.records());
  }

  @Test
  void shouldReadFromKinesisAgainWhatIsNotAtHand() throws Exception {
    TestStream stream = TestStream.create(1);
    stream.write(0, numbers(0, 700).toArray(String[]::new));
    KinesisSource<String> source = texts(stream.options(), stream);
    List<OffsetRange> ranges = new ArrayList<>();
    try (SplitPlanner planner = planner(source)) {
      Map<String, Offset> offsets = new HashMap<>();
      for (long records = 0; records < 700; records += ranges.get(ranges.size() - 1).records()) {
        ranges.addAll(plan(planner, offsets));
        OffsetRange last = ranges.get(ranges.size() - 1);
        offsets.put(last.split(), last.until());
      }
    }
    List<String> read = new ArrayList<>();
    for (OffsetRange range : ranges) {
      read.addAll(read(texts(stream.options(), stream), range, new ArrayList<>()));
    }
    assertEquals(numbers(0, 700), read);
  }

  @Test
  void shouldNoticeThatRecordsOfAPlannedBatchAreGone() throws Exception {
    TestStream stream = TestStream.create(1);
    stream.write(0, "a", "b");
    Offset last = new Offset(stream.records().get(1).sequenceNumber());
    OffsetRange range = new OffsetRange("shardId-000000000000", new Offset("earliest"), last, 3);
    SourceException gone =
        assertThrows(
            SourceException.class,
            () -> read(texts(stream.options(), stream), range, new ArrayList<>()));
    assertTrue(gone.getMessage().contains("holds only 2 of them"), gone.getMessage());
    assertTrue(gone.getMessage().contains("withFresh"), gone.getMessage());
  }

  @Test
  void shouldKeepWhatItHoldsWithinItsBounds() throws Exception {
    TestStream stream = TestStream.create(1);
    String large = "-".repeat(50_000);
    for (int i = 0; i < 100; i++) {
      stream.write(0, large);
    }
    KinesisSource<String> source = texts(stream.options().withBufferBytes(1 << 20), stream);
    Map<String, Offset> offsets = new HashMap<>();
    long records = 0;
    try (SplitPlanner planner = planner(source)) {
      while (records < 100) {
        for (OffsetRange range : planner.plan(offsets, new PlanLimits(1_000, 120_000))) {
          assertTrue(range.records() <= 2, range.toString());
          assertEquals(range.records(), read(source, range, new ArrayList<>()).size());
          records += range.records();
          offsets.put(range.split(), range.until());
        }
      }
    }
    assertEquals(100, records);
  }

  @Test
  void shouldSayWhatIsNotThere() {
    KinesisOptions options = Kinesalite.shared() == null ? null : TestStream.create(1).options();
    CollectingSink<String> sink = new CollectingSink<>();
    MillraceException missing =
        assertThrows(
            MillraceException.class,
            () -> {
              try (StreamTestDriver driver =
                  StreamTestDriver.of(
                      context ->
                          context
                              .source(
                                  "in",
                                  KinesisSource.values(options, "nowhere", RecordFormat.text()))
                              .to("out", sink))) {
                driver.runBatch();
              }
            });
    assertTrue(missing.getMessage().contains("nowhere"), missing.getMessage());
    assertTrue(missing.getMessage().contains("it is not there"), missing.getMessage());
  }

  @Test
  void shouldRefuseOffsetsOfOthers() {
    SourceException foreign =
        assertThrows(SourceException.class, () -> ShardPosition.of(new Offset("12:34")));
    assertTrue(foreign.getMessage().contains("expected a sequence number"), foreign.getMessage());
  }
}
