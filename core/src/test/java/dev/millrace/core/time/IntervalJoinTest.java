package dev.millrace.core.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.EventTimeKeyedDStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.source.Source;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.ShippingEngine;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.window.JoinInterval;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Joins by intervals, against all pairs there are. */
class IntervalJoinTest {
  /** Another seed, or one that failed: {@code -Dseed=…}. */
  private static final long FIRST_SEED = Long.getLong("seed", 1);

  private static final int RUNS = 30;

  private record Event(String key, long time, int id) implements Serializable {}

  static LongStream seeds() {
    return LongStream.range(FIRST_SEED, FIRST_SEED + RUNS);
  }

  private static EventTimeKeyedDStream<String, Integer> stream(
      StreamingContext context, String name, Source<Event> source, int bound) {
    return context
        .source(name, source)
        .withEventTime(
            EventTime.<Event>ofEpochMillis(Event::time)
                .withOutOfOrderness(Duration.ofMillis(bound)))
        .named(name + "-time")
        .keyBy(Event::key, StateCodecs.string())
        .mapValues(Event::id);
  }

  private static void describe(
      StreamingContext context,
      Source<Event> left,
      Source<Event> right,
      int bound,
      JoinInterval interval,
      MemorySink<String> sink) {
    stream(context, "left", left, bound)
        .intervalJoin(
            stream(context, "right", right, bound),
            interval,
            StateCodecs.int32(),
            StateCodecs.int32())
        .named("join")
        .toPairs()
        .map(
            pair ->
                pair.key() + " " + pair.value().left().value() + " " + pair.value().right().value())
        .to("out", sink);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldFindEveryPairOnce(long seed) {
    Random random = new Random(seed);
    int jitter = random.nextInt(40);
    List<List<Event>> left = splits(random, jitter);
    List<List<Event>> right = splits(random, jitter);
    int lower = random.nextInt(60) - 20;
    int upper = random.nextInt(60) - Math.min(lower, 20);
    JoinInterval interval = JoinInterval.of(Duration.ofMillis(lower), Duration.ofMillis(upper));
    CutSource<Event> lefts = new CutSource<>(left, 1 + random.nextInt(30), seed);
    CutSource<Event> rights = new CutSource<>(right, 1 + random.nextInt(30), seed + 1);
    MemorySink<String> sink = new MemorySink<>();
    StreamingConfig config =
        StreamingConfig.named("join").withThreads(2).withPartitions(1 + random.nextInt(4));
    if (random.nextInt(4) == 0) {
      config = config.withEngine(ShippingEngine.provider(2));
    }
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            config, context -> describe(context, lefts, rights, jitter, interval, sink))) {
      driver.crashAt(BatchStep.COMMIT);
      driver.recover();
      driver.runBatch();
      driver.crashAt(BatchStep.ACKNOWLEDGE);
      driver.recover();
      driver.runAll();
      assertEquals(Map.of("join", 1L), driver.stateRows(), "all but the last, which is open");
    }
    List<String> found = new ArrayList<>(sink.records());
    found.sort(Comparator.naturalOrder());
    assertEquals(pairs(left, right, lower, upper), found, () -> "seed " + seed);
  }

  private static List<List<Event>> splits(Random random, int jitter) {
    List<List<Event>> splits = new ArrayList<>();
    for (int split = random.nextInt(3); split >= 0; split--) {
      record Arrival(long at, Event event) {}

      List<Arrival> arrivals = new ArrayList<>();
      long time = 0;
      for (int i = 0; i < 100; i++) {
        time += random.nextInt(6);
        Event event = new Event("k" + random.nextInt(3), time, random.nextInt(1_000_000));
        arrivals.add(new Arrival(time + random.nextInt(jitter + 1), event));
      }
      arrivals.sort(Comparator.comparingLong(Arrival::at));
      List<Event> events = new ArrayList<>(arrivals.stream().map(Arrival::event).toList());
      events.add(new Event("end", 1_000_000, 0));
      splits.add(events);
    }
    return splits;
  }

  private static List<String> pairs(
      List<List<Event>> left, List<List<Event>> right, int lower, int upper) {
    List<String> pairs = new ArrayList<>();
    for (List<Event> ofLeft : left) {
      for (Event a : ofLeft) {
        for (List<Event> ofRight : right) {
          for (Event b : ofRight) {
            if (a.key.equals(b.key) && a.time >= b.time - lower && a.time <= b.time + upper) {
              pairs.add(a.key + " " + a.id + " " + b.id);
            }
          }
        }
      }
    }
    pairs.sort(Comparator.naturalOrder());
    return pairs;
  }

  @Test
  void shouldForgetWhatHasMetAllAndCountWhatIsLate() {
    QueueSource<Event> left = QueueSource.create(1);
    QueueSource<Event> right = QueueSource.create(1);
    MemorySink<String> sink = new MemorySink<>();
    JoinInterval interval = JoinInterval.of(Duration.ofMillis(5), Duration.ofMillis(10));
    try (StreamTestDriver driver =
        StreamTestDriver.of(context -> describe(context, left, right, 0, interval, sink))) {
      left.push(new Event("a", 100, 1));
      right.push(new Event("b", 200, 2));
      driver.runBatch();
      assertEquals(Map.of("join", 2L), driver.stateRows());
      left.push(new Event("c", 211, 3));
      driver.runBatch();
      assertEquals(Map.of("join", 2L), driver.stateRows(), "a can meet 105 at the latest");
      right.push(new Event("c", 216, 4));
      driver.runBatch();
      assertEquals(Map.of("join", 1L), driver.stateRows(), "b could meet 210 at the latest");
      left.push(new Event("c", 210, 5));
      left.push(new Event("c", 226, 6));
      BatchReport report = driver.runBatch();
      assertEquals(Map.of("join", 1L), report.lateRecords());
      assertEquals(List.of("c 3 4", "c 6 4"), sink.records());
    }
  }

  @Test
  void shouldRefuseAnIntervalThatIsNone() {
    assertThrows(
        ConfigurationException.class,
        () -> JoinInterval.of(Duration.ofMillis(5), Duration.ofMillis(-6)));
  }
}
