package dev.millrace.benchmarks.core;

import dev.millrace.benchmarks.Pipelines;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateSpec;
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

/** Nanoseconds per value of mapWithState over a million keys; batches of 10,000. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class KeyedStateBenchmark {
  private static final int VALUES = 2_000_000;

  @Param({"1000000"})
  public int keys;

  private int[] key;

  @Setup
  public void setUp() {
    key = new java.util.Random(3).ints(VALUES, 0, keys).toArray();
  }

  @Benchmark
  @OperationsPerInvocation(VALUES)
  public long plainLoop() {
    Map<Long, Long> counts = new HashMap<>();
    long sum = 0;
    for (int k : key) {
      sum += counts.merge((long) k, 1L, Long::sum);
    }
    return sum;
  }

  @Benchmark
  @OperationsPerInvocation(VALUES)
  public long millrace() throws InterruptedException {
    int[] of = key;
    long[] sum = new long[1];
    Pipelines.run(
        10_000,
        config -> config.withThreads(2),
        context ->
            context
                .source("values", GeneratorSource.bounded(VALUES, i -> (long) of[(int) i]))
                .keyBy(value -> value)
                .mapWithState(
                    StateSpec.<Long, Long, Long, Long>of(
                        StateCodecs.int64(),
                        StateCodecs.int64(),
                        (k, value, state, out) -> {
                          long count = state.get().orElse(0L) + 1;
                          state.update(count);
                          out.emit(count);
                        }))
                .named("counts")
                .foreachBatch((batch, scope) -> batch.collect().forEach(count -> sum[0] += count)));
    return sum[0];
  }
}
