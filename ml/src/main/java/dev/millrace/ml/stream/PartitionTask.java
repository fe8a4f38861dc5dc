package dev.millrace.ml.stream;

import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceBlockBuilder;
import dev.millrace.ml.internal.prequential.PartitionStep;

/**
 * What is done with a partition where its rows are: the rows become numbers as they come, and
 * learners that are merged sum them up. Gives one value for the partition and leaves nothing
 * behind, so it may run in any JVM, and again.
 */
final class PartitionTask<T> implements Stage<T, ExtractedPartition> {
  private static final long serialVersionUID = 1L;

  /** So few that their numbers stay in the processor's caches until they are summed up. */
  private static final int PIECE_ROWS = 1024;

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
  public StageSink<T> bind(StageSink<ExtractedPartition> downstream, TaskContext task) {
    InstanceBlockBuilder builder =
        pool == null ? new InstanceBlockBuilder(extractor.schema()) : pool.lend();
    PartitionExtraction<T> extraction =
        new PartitionExtraction<>(extractor, builder, origin, batchId, task.partition());
    PartitionStep.Running running = step.begin();
    return new StageSink<>() {
      @Override
      public void emit(T row) {
        extraction.take(row);
        if (builder.rows() == PIECE_ROWS && running.takesPieces()) {
          running.add(builder.block());
          builder.clear();
        }
      }

      @Override
      public void complete() throws Exception {
        downstream.emit(
            new ExtractedPartition(
                task.partition(),
                running.end(builder.block()),
                extraction.refused(),
                extraction.letters()));
        downstream.complete();
      }
    };
  }
}
