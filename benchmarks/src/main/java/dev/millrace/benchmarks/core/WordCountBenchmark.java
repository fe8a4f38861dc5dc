package dev.millrace.benchmarks.core;

import dev.millrace.benchmarks.Fixtures;
import dev.millrace.benchmarks.Pipelines;
import dev.millrace.core.source.GeneratorSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds per line of ten words, on two threads. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class WordCountBenchmark {
  private static final int LINES = 200_000;
  private static final int THREADS = 2;

  @Param({"20000"})
  public int vocabulary;

  private String[] lines;
  private List<List<String>> halves;
  private ExecutorService pool;

  @Setup
  public void setUp() {
    lines = Fixtures.lines(LINES, vocabulary);
    halves =
        List.of(List.of(lines).subList(0, LINES / 2), List.of(lines).subList(LINES / 2, LINES));
    pool = Executors.newFixedThreadPool(THREADS);
  }

  @TearDown
  public void tearDown() {
    pool.shutdown();
  }

  @Benchmark
  @OperationsPerInvocation(LINES)
  public Object plainLoop() throws Exception {
    return PlainWordCount.count(pool, halves);
  }

  @Benchmark
  @OperationsPerInvocation(LINES)
  public Object millrace() throws InterruptedException {
    String[] text = lines;
    List<Object> counts = new ArrayList<>();
    Pipelines.run(
        LINES,
        config -> config.withThreads(THREADS).withPartitions(THREADS),
        context ->
            context
                .source(
                    "lines", GeneratorSource.bounded(LINES, i -> text[(int) i]).withSplits(THREADS))
                .<String>flatMap(
                    (line, out) -> {
                      for (String word : line.split(" ", -1)) {
                        out.emit(word);
                      }
                    })
                .keyBy(word -> word)
                .mapValues(word -> 1L)
                .reduceByKey(Long::sum)
                .toPairs()
                .foreachBatch((batch, scope) -> counts.addAll(batch.collect())));
    return counts;
  }
}
