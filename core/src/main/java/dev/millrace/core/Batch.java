package dev.millrace.core;

import dev.millrace.core.engine.PartitionFunction;
import dev.millrace.core.engine.Partitioner;
import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.ZipFunction;
import dev.millrace.core.function.FilterFunction;
import dev.millrace.core.function.FlatMapFunction;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.function.MapPartitionsFunction;
import dev.millrace.core.internal.stage.FilterStage;
import dev.millrace.core.internal.stage.FlatMapStage;
import dev.millrace.core.internal.stage.MapPartitionsStage;
import dev.millrace.core.internal.stage.MapStage;
import java.util.ArrayList;
import java.util.List;

/**
 * One micro-batch: a partitioned, immutable collection of values, in order within each partition.
 * What the RDD is to Spark's DStream.
 *
 * <p>An engine supplies the abstract methods. {@code pipe}, {@code union}, {@code exchange} and
 * {@code zip} describe and return at once; {@code runPartitions} computes. A batch that is used
 * more than once should be {@link #cache cached}, or its values are computed again each time.
 *
 * <p>Used by the driver's thread. Valid until the batch ends; {@link #cache cached} until the next
 * one begins; {@link #hold held} until released.
 */
public abstract class Batch<T> {
  /** How many partitions there are; at least one. */
  public abstract int partitions();

  /** Adds a narrow step. */
  public abstract <R> Batch<R> pipe(Stage<T, R> stage);

  /** This batch's partitions followed by the other's. */
  public abstract Batch<T> union(Batch<T> other);

  /**
   * Sends every value to the partition that {@code partitioner} says. Within a new partition,
   * values stand in the order of their old partitions, then as before.
   */
  public abstract Batch<T> exchange(Partitioner<? super T> partitioner, int partitions);

  /** Combines partition by partition with a batch of equally many partitions. */
  public abstract <U, R> Batch<R> zip(Batch<U> other, ZipFunction<T, U, R> function);

  /**
   * A batch with the same values that are computed once, when first needed, and then kept until the
   * next batch begins.
   */
  public abstract Batch<T> cache();

  /**
   * A batch with the same values that are computed now and kept over the batches that follow, until
   * {@link #release}; nothing that they came from is needed any longer.
   */
  public abstract Batch<T> hold();

  /** Gives up what {@link #hold} keeps; the held batch must not be read afterwards. */
  public void release() {}

  /**
   * Computes: runs {@code function} over every partition.
   *
   * @return what it gave, in the order of the partitions
   */
  public abstract <A> List<A> runPartitions(PartitionFunction<T, A> function);

  /** One value for each. */
  public final <R> Batch<R> map(MapFunction<? super T, ? extends R> function) {
    return pipe(new MapStage<>("map", function));
  }

  /** The values that pass {@code test}. */
  public final Batch<T> filter(FilterFunction<? super T> test) {
    return pipe(new FilterStage<>("filter", test));
  }

  /** Any number of values for each. */
  public final <R> Batch<R> flatMap(FlatMapFunction<? super T, R> function) {
    return pipe(new FlatMapStage<>("flatMap", function));
  }

  /** Any number of values for each partition. */
  public final <R> Batch<R> mapPartitions(MapPartitionsFunction<T, R> function) {
    return pipe(new MapPartitionsStage<>("mapPartitions", function));
  }

  /** Spreads the values evenly, in turn, over so many partitions. */
  public final Batch<T> repartition(int partitions) {
    return exchange((value, index, count) -> (int) (index % count), partitions);
  }

  /** All values, partition by partition. */
  public final List<List<T>> collectPartitions() {
    return runPartitions((partition, values) -> values);
  }

  /** All values in the order of the partitions. */
  public final List<T> collect() {
    List<T> all = new ArrayList<>();
    collectPartitions().forEach(all::addAll);
    return all;
  }

  /** How many values there are. */
  public long count() {
    long count = 0;
    for (long part : runPartitions((partition, values) -> (long) values.size())) {
      count += part;
    }
    return count;
  }
}
