package dev.millrace.benchmarks.core;

import dev.millrace.benchmarks.Pipelines;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.time.EventTime;
import dev.millrace.core.window.TumblingWindow;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per value of a sum per key and tumbling window of event time. There is a value every
 * millisecond, up to 5 s late; a window is 100 s, so that all keys fire once in ten batches.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EventTimeWindowBenchmark {
  private static final int VALUES = 1_000_000;
  private static final int BATCH = 10_000;
  private static final long SIZE = 100_000;
  private static final int DELAY = 5_000;

  @Param({"1000"})
  public int keys;

  private Event[] events;

  /** A value of a key and when it was measured, in milliseconds. */
  public record Event(int key, long time, long value) {}

  private record Slot(int key, long start) {}

  @Setup
  public void setUp() {
    Random random = new Random(3);
    events = new Event[VALUES];
    for (int i = 0; i < VALUES; i++) {
      events[i] = new Event(random.nextInt(keys), (long) i - random.nextInt(DELAY), 1);
    }
  }

  /** A map of open windows; those that are complete go after each batch. */
  @Benchmark
  @OperationsPerInvocation(VALUES)
  public long plainLoop() {
    Map<Slot, Long> open = new HashMap<>();
    long latest = Long.MIN_VALUE;
    long shown = 0;
    for (int from = 0; from < VALUES; from += BATCH) {
      for (int i = from; i < from + BATCH; i++) {
        Event event = events[i];
        latest = Math.max(latest, event.time);
        open.merge(
            new Slot(event.key, Math.floorDiv(event.time, SIZE) * SIZE), event.value, Long::sum);
      }
      long watermark = latest - DELAY;
      Iterator<Slot> slots = open.keySet().iterator();
      while (slots.hasNext()) {
        if (slots.next().start + SIZE <= watermark) {
          slots.remove();
          shown++;
        }
      }
    }
    return shown;
  }

  @Benchmark
  @OperationsPerInvocation(VALUES)
  public long millrace() throws InterruptedException {
    Event[] of = events;
    long[] shown = new long[1];
    Pipelines.run(
        BATCH,
        config -> config.withThreads(2),
        context ->
            context
                .source("events", GeneratorSource.bounded(VALUES, i -> of[(int) i]))
                .withEventTime(
                    EventTime.<Event>ofEpochMillis(Event::time)
                        .withOutOfOrderness(Duration.ofMillis(DELAY)))
                .named("time")
                .keyBy(Event::key, StateCodecs.int32())
                .mapValues(Event::value)
                .window(TumblingWindow.of(Duration.ofMillis(SIZE)))
                .reduce(StateCodecs.int64(), Long::sum)
                .named("sums")
                .results()
                .foreachBatch((batch, scope) -> shown[0] += batch.count()));
    return shown[0];
  }
}
