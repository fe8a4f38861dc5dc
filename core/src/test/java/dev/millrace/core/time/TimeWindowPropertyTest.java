package dev.millrace.core.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.ShippingEngine;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.window.EarlyFiring;
import dev.millrace.core.window.Firing;
import dev.millrace.core.window.LateRecordPolicy;
import dev.millrace.core.window.SessionWindow;
import dev.millrace.core.window.SlidingWindow;
import dev.millrace.core.window.TumblingWindow;
import dev.millrace.core.window.Window;
import dev.millrace.core.window.WindowOptions;
import dev.millrace.core.window.WindowResult;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However records are cut into batches, spread over splits and partitions and disordered within
 * what was agreed, whatever crashes: windows come to what they come to when all records are at
 * hand.
 */
class TimeWindowPropertyTest {
  /** Another seed, or one that failed: {@code -Dseed=…}. */
  private static final long FIRST_SEED = Long.getLong("seed", 1);

  private static final int RUNS = 60;
  private static final String END = "end";

  /** A batch that is redone is not planned. */
  private static final List<BatchStep> STEPS =
      Arrays.stream(BatchStep.values()).filter(step -> step != BatchStep.PLAN).toList();

  private record Event(String key, long time, int value) implements Serializable {}

  private record Place(String key, long start, long end) {}

  private record Scene(
      Window window, WindowOptions options, int bound, List<List<Event>> splits, int most) {}

  static LongStream seeds() {
    return LongStream.range(FIRST_SEED, FIRST_SEED + RUNS);
  }

  private static Scene scene(Random random) {
    int jitter = random.nextInt(60);
    int lateness = random.nextBoolean() ? 0 : random.nextInt(jitter + 1);
    WindowOptions options =
        WindowOptions.defaults()
            .withLate(LateRecordPolicy.correct(Duration.ofMillis(lateness)))
            .withEarly(
                new EarlyFiring(
                    random.nextBoolean() ? 0 : 1 + random.nextInt(3),
                    random.nextBoolean() ? 0 : 1 + random.nextInt(4)));
    List<List<Event>> splits = new ArrayList<>();
    for (int split = random.nextInt(4); split >= 0; split--) {
      splits.add(events(random, jitter));
    }
    return new Scene(window(random), options, jitter - lateness, splits, 1 + random.nextInt(30));
  }

  private static Window window(Random random) {
    Duration size = Duration.ofMillis(1 + random.nextInt(50));
    return switch (random.nextInt(3)) {
      case 0 -> TumblingWindow.of(size).withOffset(Duration.ofMillis(random.nextInt(20)));
      case 1 ->
          SlidingWindow.of(size, Duration.ofMillis(1 + random.nextInt((int) size.toMillis())));
      default -> SessionWindow.withGap(size);
    };
  }

  /** Each comes at most {@code jitter} later than what happened after it; the last ends all. */
  private static List<Event> events(Random random, int jitter) {
    record Arrival(long at, Event event) {}

    List<Arrival> arrivals = new ArrayList<>();
    long time = -200;
    for (int i = 100 + random.nextInt(100); i >= 0; i--) {
      time += random.nextInt(5);
      String key = "k" + random.nextInt(4);
      arrivals.add(
          new Arrival(
              time + random.nextInt(jitter + 1), new Event(key, time, random.nextInt(100))));
    }
    arrivals.sort(Comparator.comparingLong(Arrival::at));
    List<Event> events = new ArrayList<>(arrivals.stream().map(Arrival::event).toList());
    events.add(new Event(END, 1_000_000, 0));
    return events;
  }

  private static void describe(
      StreamingContext context,
      CutSource<Event> source,
      Scene scene,
      MemorySink<WindowResult<String, List<Integer>>> sink,
      MemorySink<Object> late) {
    var windows =
        context
            .source("events", source)
            .withEventTime(
                EventTime.<Event>ofEpochMillis(Event::time)
                    .withOutOfOrderness(Duration.ofMillis(scene.bound)))
            .named("time")
            .keyBy(Event::key, StateCodecs.string())
            .mapValues(Event::value)
            .window(scene.window, scene.options)
            .group(StateCodecs.int32())
            .named("windows");
    windows.results().to("out", sink);
    windows.lateRecords().to("late", late);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldComeToWhatAllRecordsComeTo(long seed) {
    Random random = new Random(seed);
    Scene scene = scene(random);
    CutSource<Event> source = new CutSource<>(scene.splits, scene.most, seed);
    StreamingConfig config =
        StreamingConfig.named("windows")
            .withThreads(1 + random.nextInt(3))
            .withPartitions(1 + random.nextInt(4));
    if (random.nextInt(4) == 0) {
      config = config.withEngine(ShippingEngine.provider(2));
    }
    MemorySink<WindowResult<String, List<Integer>>> sink = new MemorySink<>();
    MemorySink<Object> late = new MemorySink<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(config, context -> describe(context, source, scene, sink, late))) {
      for (int crash = random.nextInt(3); crash > 0; crash--) {
        driver.crashAt(STEPS.get(random.nextInt(STEPS.size())));
        driver.recover();
      }
      driver.runAll();
    }
    assertEquals(List.of(), late.records());
    assertEquals(oracle(scene), folded(scene, sink.records()), () -> "seed " + seed);
  }

  /** What is left when every result replaces, or takes back, what it says. */
  private static Map<Place, List<Integer>> folded(
      Scene scene, List<WindowResult<String, List<Integer>>> results) {
    Map<Place, List<Integer>> left = new TreeMap<>(ORDER);
    Map<Place, Integer> revisions = new HashMap<>();
    for (WindowResult<String, List<Integer>> result : results) {
      Place place =
          new Place(result.key(), result.start().toEpochMilli(), result.end().toEpochMilli());
      assertEquals(revisions.getOrDefault(place, 0), result.revision(), () -> "of " + result);
      revisions.put(place, result.revision() + 1);
      if (result.firing() == Firing.RETRACTED) {
        assertTrue(scene.window instanceof SessionWindow && left.containsKey(place));
        left.remove(place);
      } else if (!result.key().equals(END)) {
        left.put(place, result.value().stream().sorted().toList());
      }
      if (scene.options.equals(WindowOptions.defaults())) {
        assertEquals(Firing.ON_TIME, result.firing());
      }
    }
    return left;
  }

  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::key).thenComparing(Place::start).thenComparing(Place::end);

  private static Map<Place, List<Integer>> oracle(Scene scene) {
    Map<Place, List<Integer>> windows = new TreeMap<>(ORDER);
    Map<String, List<Event>> byKey = new TreeMap<>();
    for (List<Event> split : scene.splits) {
      for (Event event : split) {
        if (!event.key.equals(END)) {
          byKey.computeIfAbsent(event.key, key -> new ArrayList<>()).add(event);
        }
      }
    }
    for (List<Event> events : byKey.values()) {
      events.sort(Comparator.comparingLong(Event::time));
      if (scene.window instanceof SessionWindow session) {
        sessions(events, session.gap().toMillis(), windows);
      } else if (scene.window instanceof TumblingWindow tumbling) {
        long size = tumbling.size().toMillis();
        aligned(events, size, size, tumbling.offset().toMillis(), windows);
      } else if (scene.window instanceof SlidingWindow sliding) {
        aligned(events, sliding.size().toMillis(), sliding.slide().toMillis(), 0, windows);
      }
    }
    windows.values().forEach(values -> values.sort(Comparator.naturalOrder()));
    return windows;
  }

  /** Tries every window there is. */
  private static void aligned(
      List<Event> events, long size, long slide, long offset, Map<Place, List<Integer>> windows) {
    for (long start = offset - slide * (2_000 / slide); start < 2_000; start += slide) {
      for (Event event : events) {
        if (event.time >= start && event.time < start + size) {
          windows
              .computeIfAbsent(new Place(event.key, start, start + size), k -> new ArrayList<>())
              .add(event.value);
        }
      }
    }
  }

  private static void sessions(List<Event> events, long gap, Map<Place, List<Integer>> windows) {
    for (int from = 0, until; from < events.size(); from = until) {
      List<Integer> values = new ArrayList<>();
      until = from;
      do {
        values.add(events.get(until++).value);
      } while (until < events.size() && events.get(until).time - events.get(until - 1).time < gap);
      windows.put(
          new Place(events.get(from).key, events.get(from).time, events.get(until - 1).time + gap),
          values);
    }
  }
}
