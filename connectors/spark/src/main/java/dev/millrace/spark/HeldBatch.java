package dev.millrace.spark;

import dev.millrace.core.Batch;
import dev.millrace.spark.internal.codec.BlockDecoder;
import dev.millrace.spark.internal.state.WorkDirectory;
import java.util.List;
import java.util.Optional;
import org.apache.spark.storage.StorageLevel;

/**
 * A batch that is kept beyond its own: blocks in Spark's storage, and, where an executor can be
 * lost, files. Remembers nothing of what it was computed from, so what a window holds never leads
 * back through earlier batches.
 */
final class HeldBatch<T> extends SparkBatch<T> {
  private final StoredRdd<T> stored;
  private final long count;

  private HeldBatch(SparkEngine engine, StoredRdd<T> stored, long count) {
    super(engine);
    this.stored = stored;
    this.count = count;
  }

  /** Computes {@code input} now. */
  static <T> HeldBatch<T> of(SparkBatch<T> input) {
    SparkEngine engine = input.engine();
    Chain<T> chain = input.chain();
    Optional<WorkDirectory> directory = engine.directory();
    StoredRdd<T> stored =
        new StoredRdd<>(engine.context(), input.partitions(), directory.orElse(null));
    stored.persist(StorageLevel.MEMORY_AND_DISK());
    long count = 0;
    for (byte[] size : sizes(engine, chain, stored.target())) {
      count += BlockDecoder.label(size);
    }
    return new HeldBatch<>(engine, stored, count);
  }

  /** What a window held is held again before the first batch of a run. */
  private static <T> List<byte[]> sizes(
      SparkEngine engine, Chain<T> chain, StoredRdd.Target target) {
    return engine.isInBatch()
        ? engine.run(new StoreRdd<>(chain, target, engine.newWork()))
        : engine.maintain("hold", new StoreRdd<>(chain, target, engine.idleWork()));
  }

  @Override
  public int partitions() {
    return stored.getNumPartitions();
  }

  @Override
  Chain<T> chain() {
    return Chain.of(stored);
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public Batch<T> cache() {
    return this;
  }

  @Override
  public void release() {
    stored.unpersist(false);
    engine()
        .directory()
        .ifPresent(directory -> engine().leftovers().file(stored.target().folder()));
  }
}
