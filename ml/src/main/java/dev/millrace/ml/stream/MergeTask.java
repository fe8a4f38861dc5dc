package dev.millrace.ml.stream;

import dev.millrace.core.Batch;
import dev.millrace.core.engine.Stage;
import dev.millrace.core.engine.StageSink;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.ml.internal.prequential.PartitionOutcome;
import dev.millrace.ml.internal.prequential.PartitionStep;
import java.util.ArrayList;
import java.util.List;

/**
 * Merges what neighbouring partitions add up to before it goes to the driver, which would otherwise
 * take an accumulator from each of them. Groups are subtrees of the tree by which the driver would
 * merge, so the result is the same to the last bit.
 */
final class MergeTask implements Stage<ExtractedPartition, ExtractedPartition> {
  private static final long serialVersionUID = 1L;

  /** What the driver takes in a few milliseconds without help. */
  private static final long BYTES_WORTH_A_TASK = 4L << 20;

  private final PartitionStep step;

  private MergeTask(PartitionStep step) {
    this.step = step;
  }

  /**
   * Adds the merging where it saves more than it costs.
   *
   * @param sumBytes what an accumulator of a partition takes when it travels; 0 if none does
   */
  static Batch<ExtractedPartition> where(
      Batch<ExtractedPartition> batch, PartitionStep step, long sumBytes) {
    int partitions = batch.partitions();
    if (sumBytes * partitions < BYTES_WORTH_A_TASK || partitions <= 4) {
      return batch;
    }
    int shift = groupShift(partitions);
    int groups = ((partitions - 1) >> shift) + 1;
    return batch
        .exchange((extracted, index, count) -> extracted.partition() >> shift, groups)
        .pipe(new MergeTask(step));
  }

  /** Binary logarithm of a group's size: about as many groups as members of each. */
  private static int groupShift(int partitions) {
    int shift = 1;
    while (1L << (2 * shift) < partitions) {
      shift++;
    }
    return shift;
  }

  @Override
  public StageSink<ExtractedPartition> bind(
      StageSink<ExtractedPartition> downstream, TaskContext task) {
    List<ExtractedPartition> group = new ArrayList<>();
    return new StageSink<>() {
      @Override
      public void emit(ExtractedPartition partition) {
        group.add(partition);
      }

      @Override
      public void complete() throws Exception {
        List<PartitionOutcome> merged =
            step.merge(group.stream().map(ExtractedPartition::outcome).toList());
        for (int i = 0; i < merged.size(); i++) {
          downstream.emit(group.get(i).with(merged.get(i)));
        }
        downstream.complete();
      }
    };
  }
}
