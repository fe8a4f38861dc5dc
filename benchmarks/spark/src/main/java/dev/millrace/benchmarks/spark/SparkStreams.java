package dev.millrace.benchmarks.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/** Runs pipelines of Spark Streaming. */
final class SparkStreams {
  /** Gives a row by its number, where a task needs it. */
  @FunctionalInterface
  interface Row<T> extends Serializable {
    T at(long number);
  }

  private final JavaSparkContext spark;
  private final Optional<Path> checkpoint;

  private SparkStreams(JavaSparkContext spark, Optional<Path> checkpoint) {
    this.spark = spark;
    this.checkpoint = checkpoint;
  }

  static SparkStreams on(JavaSparkContext spark) {
    return new SparkStreams(spark, Optional.empty());
  }

  /** With the checkpoint that streams with state must have. */
  SparkStreams withCheckpoint(Path directory) {
    return new SparkStreams(spark, Optional.of(directory));
  }

  /**
   * Runs a pipeline over the rows from 0 on.
   *
   * @param pipeline describes it, and gives what reads the answer in the end
   */
  <T, A> Run<A> run(Load load, Row<T> row, Function<JavaDStream<T>, Supplier<A>> pipeline)
      throws Exception {
    Queue<JavaRDD<T>> batches = new ArrayDeque<>();
    for (int batch = 0; batch < load.allBatches(); batch++) {
      batches.add(batch(load, (long) batch * load.rows(), row));
    }
    JavaStreamingContext streams =
        new JavaStreamingContext(spark, Durations.milliseconds(load.interval().toMillis()));
    try {
      checkpoint.ifPresent(directory -> streams.checkpoint(directory.toString()));
      Supplier<A> answer = pipeline.apply(streams.queueStream(batches));
      BatchMeter meter = new BatchMeter(load);
      streams.addStreamingListener(meter);
      streams.start();
      return new Run<>(meter.await(), answer.get());
    } finally {
      streams.stop(false, false);
    }
  }

  /** Rows that are dealt out to the partitions one by one, as a generator source does. */
  private <T> JavaRDD<T> batch(Load load, long first, Row<T> row) {
    int partitions = load.partitions();
    int rows = load.rows();
    List<Integer> all = IntStream.range(0, partitions).boxed().toList();
    return spark
        .parallelize(all, partitions)
        .mapPartitionsWithIndex(
            (partition, none) -> rows(first, partition, partitions, rows, row), true);
  }

  private static <T> Iterator<T> rows(
      long first, int partition, int partitions, int rows, Row<T> row) {
    return LongStream.range(0, (rows - partition + partitions - 1) / partitions)
        .mapToObj(i -> row.at(first + partition + i * partitions))
        .iterator();
  }
}
