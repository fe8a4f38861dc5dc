package dev.millrace.spark;

import dev.millrace.core.Batch;
import dev.millrace.core.engine.PartitionFunction;
import dev.millrace.core.engine.Partitioner;
import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.ZipFunction;
import dev.millrace.spark.internal.codec.BlockDecoder;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * A batch of a {@link SparkEngine}. Steps are noted down; RDDs are made when something is computed,
 * one per shuffle, cache, zip and result, whatever the number of steps between them.
 */
public abstract class SparkBatch<T> extends Batch<T> {
  private final SparkEngine engine;

  SparkBatch(SparkEngine engine) {
    this.engine = engine;
  }

  /** The engine that it belongs to. */
  public final SparkEngine engine() {
    return engine;
  }

  /**
   * The batch as what Spark computes. Called when a job is about to run, input before output, for
   * passes get their numbers in this order.
   */
  abstract Chain<T> chain();

  /**
   * The values as an RDD for Spark's own libraries, in the order of the partitions. Valid as long
   * as this batch. Dead letters of steps that nothing else computes are not counted.
   */
  public final JavaRDD<T> toJavaRdd() {
    return new ValuesRdd<>(chain(), engine.newWork()).toJavaRDD();
  }

  @Override
  public final <R> Batch<R> pipe(Stage<T, R> stage) {
    return new PipedBatch<>(this, stage);
  }

  @Override
  public final Batch<T> union(Batch<T> other) {
    return UnionBatch.of(this, engine.own(other));
  }

  @Override
  public final Batch<T> exchange(Partitioner<? super T> partitioner, int partitions) {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions must be at least 1, got " + partitions);
    }
    return new ExchangedBatch<>(this, partitioner, partitions);
  }

  @Override
  public final <U, R> Batch<R> zip(Batch<U> other, ZipFunction<T, U, R> function) {
    return new ZippedBatch<>(this, engine.own(other), function);
  }

  @Override
  public Batch<T> cache() {
    return new CachedBatch<>(this);
  }

  @Override
  public final Batch<T> hold() {
    return HeldBatch.of(this);
  }

  @Override
  public final <A> List<A> runPartitions(PartitionFunction<T, A> function) {
    Chain<T> chain = chain();
    ResultRdd<T, A> results = new ResultRdd<>(chain, function, engine.newWork());
    List<A> answers = new ArrayList<>();
    for (byte[] answer : engine.run(results)) {
      answers.add(BlockDecoder.single(answer));
    }
    return answers;
  }
}
