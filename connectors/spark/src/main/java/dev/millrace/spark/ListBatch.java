package dev.millrace.spark;

import dev.millrace.core.Batch;
import dev.millrace.core.source.DeadLetter;
import java.util.Collections;
import java.util.List;

/** Values of the driver. */
final class ListBatch<T> extends SparkBatch<T> {
  private final int partitions;
  private final Chain<T> chain;

  private ListBatch(SparkEngine engine, List<byte[]> blocks, List<List<DeadLetter>> letters) {
    super(engine);
    this.partitions = blocks.size();
    this.chain = Chain.of(new ListRdd<>(engine.context(), blocks, letters));
  }

  /**
   * @throws dev.millrace.core.ConfigurationException when a value cannot be sent
   */
  static <T> ListBatch<T> of(SparkEngine engine, List<List<T>> values) {
    List<List<T>> partitions = values.isEmpty() ? List.of(List.of()) : values;
    return new ListBatch<>(
        engine,
        partitions.stream().map(engine::encode).toList(),
        Collections.nCopies(partitions.size(), List.of()));
  }

  /** Values that came with rejects, which whoever reads the batch reports. */
  static <T> ListBatch<T> of(
      SparkEngine engine, List<List<T>> values, List<List<DeadLetter>> letters) {
    return new ListBatch<>(engine, values.stream().map(engine::encode).toList(), letters);
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
