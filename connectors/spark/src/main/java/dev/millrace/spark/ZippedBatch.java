package dev.millrace.spark;

import dev.millrace.core.engine.ZipFunction;
import java.util.Objects;

/** Two batches, partition by partition. */
final class ZippedBatch<T, U, R> extends SparkBatch<R> {
  private final SparkBatch<T> left;
  private final SparkBatch<U> right;
  private final ZipFunction<T, U, R> function;

  ZippedBatch(SparkBatch<T> left, SparkBatch<U> right, ZipFunction<T, U, R> function) {
    super(left.engine());
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
  Chain<R> chain() {
    return Chain.of(new ZipRdd<>(left.chain(), right.chain(), function));
  }
}
