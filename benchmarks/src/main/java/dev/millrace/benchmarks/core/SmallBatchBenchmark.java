package dev.millrace.benchmarks.core;

import dev.millrace.benchmarks.Pipelines;
import dev.millrace.core.source.GeneratorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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

/** Nanoseconds per batch of one row: what a batch costs before it does anything. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SmallBatchBenchmark {
  private static final int WITHOUT = 20_000;
  private static final int WITH = 200;

  @Param({"1"})
  public int batchRows;

  private Path directory;

  @Setup
  public void setUp() throws IOException {
    directory = Files.createTempDirectory("millrace-benchmark");
  }

  @TearDown
  public void tearDown() throws IOException {
    delete();
  }

  @Benchmark
  @OperationsPerInvocation(WITHOUT)
  public long withoutCheckpoint() throws InterruptedException {
    long[] rows = new long[1];
    Pipelines.run(
        batchRows,
        config -> config,
        context ->
            context
                .source("rows", GeneratorSource.bounded(WITHOUT, i -> i))
                .map(i -> i + 1)
                .foreachBatch((batch, scope) -> rows[0] += batch.count()));
    return rows[0];
  }

  @Benchmark
  @OperationsPerInvocation(WITH)
  public long withCheckpoint() throws InterruptedException, IOException {
    delete();
    long[] rows = new long[1];
    Pipelines.run(
        batchRows,
        config -> config.withCheckpoint(directory.resolve("checkpoint")),
        context ->
            context
                .source("rows", GeneratorSource.bounded(WITH, i -> i))
                .map(i -> i + 1)
                .foreachBatch((batch, scope) -> rows[0] += batch.count()));
    return rows[0];
  }

  private void delete() throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
