package dev.millrace.spark;

import dev.millrace.core.Batch;

/** A batch that is computed already, or cheap to ask. */
final class RddBatch<T> extends SparkBatch<T> {
  private final Chain<T> chain;
  private final int partitions;

  RddBatch(SparkEngine engine, Chain<T> chain, int partitions) {
    super(engine);
    this.chain = chain;
    this.partitions = partitions;
  }

  @Override
  public int partitions() {
    return partitions;
  }

  @Override
  Chain<T> chain() {
    return chain;
  }

  @Override
  public Batch<T> cache() {
    return this;
  }
}
