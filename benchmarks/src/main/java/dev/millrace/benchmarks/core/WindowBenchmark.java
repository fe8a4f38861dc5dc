package dev.millrace.benchmarks.core;

import dev.millrace.benchmarks.Pipelines;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.window.BatchWindow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
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

/** Nanoseconds per value of a sum per key over the last ten batches, shown at every batch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class WindowBenchmark {
  private static final int VALUES = 1_000_000;
  private static final int BATCH = 10_000;
  private static final int LENGTH = 10;

  @Param({"1000"})
  public int keys;

  private int[] key;

  @Setup
  public void setUp() {
    key = new java.util.Random(3).ints(VALUES, 0, keys).toArray();
  }

  @Benchmark
  @OperationsPerInvocation(VALUES)
  public long plainLoop() {
    Deque<Map<Integer, Long>> held = new ArrayDeque<>();
    Map<Integer, Long> window = new HashMap<>();
    long shown = 0;
    for (int from = 0; from < VALUES; from += BATCH) {
      Map<Integer, Long> batch = new HashMap<>();
      for (int i = from; i < from + BATCH; i++) {
        batch.merge(key[i], 1L, Long::sum);
      }
      held.add(batch);
      batch.forEach((k, n) -> window.merge(k, n, Long::sum));
      if (held.size() > LENGTH) {
        held.remove().forEach((k, n) -> window.merge(k, -n, Long::sum));
      }
      shown += window.size();
    }
    return shown;
  }

  @Benchmark
  @OperationsPerInvocation(VALUES)
  public long millraceInverse() throws InterruptedException {
    int[] of = key;
    long[] shown = new long[1];
    Pipelines.run(
        BATCH,
        config -> config.withThreads(2),
        context ->
            context
                .source("values", GeneratorSource.bounded(VALUES, i -> of[(int) i]))
                .keyBy(value -> value)
                .mapValues(value -> 1L)
                .reduceByKeyAndWindow(
                    BatchWindow.batches(LENGTH, 1),
                    StateCodecs.int32(),
                    StateCodecs.int64(),
                    Long::sum,
                    (left, right) -> left - right)
                .named("window")
                .toPairs()
                .foreachBatch((batch, scope) -> shown[0] += batch.count()));
    return shown[0];
  }
}
