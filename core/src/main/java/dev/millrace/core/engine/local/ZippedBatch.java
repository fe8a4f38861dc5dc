package dev.millrace.core.engine.local;

import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.ZipFunction;
import java.util.Objects;

/** Two batches, partition by partition. */
final class ZippedBatch<T, U, R> extends LocalBatch<R> {
  private final LocalBatch<T> left;
  private final LocalBatch<U> right;
  private final ZipFunction<T, U, R> function;

  ZippedBatch(LocalBatch<T> left, LocalBatch<U> right, ZipFunction<T, U, R> function) {
    super(left.engine);
    this.left = left;
    this.right = right;
    this.function = Objects.requireNonNull(function, "function");
    if (left.partitions() != right.partitions()) {
      throw new IllegalArgumentException(
          "zip needs equally many partitions, got "
              + left.partitions()
              + " and "
              + right.partitions());
    }
  }

  @Override
  public int partitions() {
    return left.partitions();
  }

  @Override
  void prepare() {
    left.prepare();
    right.prepare();
  }

  @Override
  void push(int partition, StageSink<? super R> sink, LocalTask task) throws Exception {
    function.apply(left.values(partition, task), right.values(partition, task), sink::emit);
    sink.complete();
  }

  @Override
  boolean isIdle(int partition) {
    return left.isIdle(partition) && right.isIdle(partition);
  }
}
