package dev.millrace.benchmarks.spark;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.checkpoint.CheckpointPolicy;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.spark.SparkEngine;
import dev.millrace.spark.SparkOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;

/** Runs pipelines of Millrace. */
final class MillraceStreams {
  private static final int BATCHES_PER_CHECKPOINT = 10;

  private final EngineProvider engine;
  private final Optional<Path> checkpoint;

  private MillraceStreams(EngineProvider engine, Optional<Path> checkpoint) {
    this.engine = engine;
    this.checkpoint = checkpoint;
  }

  /** On the Spark application that Spark Streaming runs on too. */
  static MillraceStreams on(JavaSparkContext spark, SparkOptions options) {
    return new MillraceStreams(
        EngineProvider.shipping(() -> SparkEngine.on(spark, options)), Optional.empty());
  }

  static MillraceStreams local(int threads) {
    return new MillraceStreams(() -> LocalEngine.withThreads(threads), Optional.empty());
  }

  /** With a checkpoint after every tenth batch, as Spark Streaming writes state. */
  MillraceStreams withCheckpoint(Path directory) {
    return new MillraceStreams(engine, Optional.of(directory));
  }

  /**
   * Runs a pipeline over the rows from 0 on.
   *
   * @param pipeline describes it, and gives what reads the answer in the end
   */
  <T, A> Run<A> run(
      Load load, GeneratorSource.Generator<T> row, Function<DStream<T>, Supplier<A>> pipeline)
      throws InterruptedException {
    StreamingConfig config =
        StreamingConfig.named("comparison")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(load.rows())
            .withPartitions(load.partitions())
            .withEngine(engine)
            .withoutShutdownHook();
    if (checkpoint.isPresent()) {
      config =
          config
              .withCheckpoint(checkpoint.get())
              .withCheckpointPolicy(CheckpointPolicy.everyBatches(BATCHES_PER_CHECKPOINT));
    }
    List<Run.BatchTime> times = new ArrayList<>();
    try (StreamingContext context = StreamingContext.create(config)) {
      Supplier<A> answer =
          pipeline.apply(
              context.source(
                  "rows",
                  GeneratorSource.bounded(load.allRows(), row).withSplits(load.partitions())));
      context.listen(new Meter(times));
      context.start();
      context.awaitTermination();
      return new Run<>(times.subList(load.warmUp(), load.allBatches()), answer.get());
    }
  }

  /** All of a batch counts, planning and committing too. */
  private record Meter(List<Run.BatchTime> times) implements StreamingListener {
    @Override
    public void onBatch(BatchReport report) {
      double whole =
          millis(report.planning()) + millis(report.processing()) + millis(report.committing());
      times.add(new Run.BatchTime(whole, whole));
    }

    private static double millis(Duration duration) {
      return duration.toNanos() / 1e6;
    }
  }
}
