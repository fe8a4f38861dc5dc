package dev.millrace.core.engine.local;

import dev.millrace.core.Batch;
import dev.millrace.core.engine.PartitionFunction;
import dev.millrace.core.engine.Partitioner;
import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.ZipFunction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A batch of the local engine. A subclass knows how to push one partition through a sink; what
 * stands in a chain of {@code pipe}s is never collected in between.
 */
abstract class LocalBatch<T> extends Batch<T> {
  final LocalEngine engine;

  LocalBatch(LocalEngine engine) {
    this.engine = engine;
  }

  /** Runs the jobs that must be done before a task can; on the driver's thread. */
  abstract void prepare();

  /** Pushes every value of a partition into {@code sink}, then completes it. */
  abstract void push(int partition, StageSink<? super T> sink, LocalTask task) throws Exception;

  /** Whether the partition is known to hold nothing to work on; asked when prepared. */
  abstract boolean isIdle(int partition);

  /** All values of a partition; not modified by whoever gets them. */
  List<T> values(int partition, LocalTask task) throws Exception {
    List<T> values = new ArrayList<>();
    push(partition, values::add, task);
    return Collections.unmodifiableList(values);
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
    Batch<T> held = cache();
    engine.own(held).prepare();
    return held;
  }

  @Override
  public final <A> List<A> runPartitions(PartitionFunction<T, A> function) {
    return engine.run(
        this, task -> function.apply(task.partition(), values(task.partition(), task)));
  }
}
