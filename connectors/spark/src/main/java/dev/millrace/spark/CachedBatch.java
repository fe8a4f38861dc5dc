package dev.millrace.spark;

import dev.millrace.core.Batch;

/** Computed by the first job that needs it, then kept by Spark until the next batch begins. */
final class CachedBatch<T> extends SparkBatch<T> {
  private final int partitions;
  private SparkBatch<T> input;
  private Chain<T> blocks;

  CachedBatch(SparkBatch<T> input) {
    super(input.engine());
    this.partitions = input.partitions();
    this.input = input;
  }

  @Override
  public int partitions() {
    return partitions;
  }

  @Override
  Chain<T> chain() {
    if (blocks == null) {
      Chain<T> source = input.chain();
      BlockRdd<T> rdd = new BlockRdd<>(source, engine().newWork());
      engine().leftovers().persist(rdd);
      blocks = Chain.of(rdd);
      input = null;
    }
    return blocks;
  }

  @Override
  public Batch<T> cache() {
    return this;
  }
}
