package dev.millrace.ml.stream;

import dev.millrace.core.engine.PartitionFunction;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceBlockBuilder;
import dev.millrace.ml.internal.prequential.PartitionStep;
import java.util.List;

/**
 * What is done with a partition where its rows are: the rows become numbers, and learners that are
 * merged sum them up. Gives everything back as a result and leaves nothing behind, so it may run in
 * any JVM, and again.
 */
final class PartitionTask<T> implements PartitionFunction<T, ExtractedPartition> {
  private static final long serialVersionUID = 1L;

  private final String origin;
  private final long batchId;
  private final FeatureExtractor<T> extractor;
  private final PartitionStep step;

  /** Saves making arrays where tasks share the driver's memory; null elsewhere. */
  private final transient BuilderPool pool;

  PartitionTask(
      String origin,
      long batchId,
      FeatureExtractor<T> extractor,
      PartitionStep step,
      BuilderPool pool) {
    this.origin = origin;
    this.batchId = batchId;
    this.extractor = extractor;
    this.step = step;
    this.pool = pool;
  }

  @Override
  public ExtractedPartition apply(int partition, List<T> values) {
    InstanceBlockBuilder builder =
        pool == null ? new InstanceBlockBuilder(extractor.schema()) : pool.lend();
    PartitionExtraction<T> extraction = new PartitionExtraction<>(extractor, builder);
    extraction.run(origin, batchId, partition, values);
    return new ExtractedPartition(
        step.run(extraction.block()), extraction.refused(), extraction.letters());
  }
}
