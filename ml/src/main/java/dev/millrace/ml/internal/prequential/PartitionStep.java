package dev.millrace.ml.internal.prequential;

import dev.millrace.ml.instance.InstanceBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a batch's testing and training that is done partition by partition, where the rows
 * are. A function of the block and of what was learned up to the batch before: it may be run by any
 * thread, in any order, in any JVM, and again.
 */
public final class PartitionStep implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<SharedLearner> learners;
  private final PartitionOutcome.Kept kept;

  PartitionStep(List<SharedLearner> learners, PartitionOutcome.Kept kept) {
    this.learners = new ArrayList<>(learners);
    this.kept = kept;
  }

  /** Whether no learner has anything to do with a partition alone. */
  public boolean isEmpty() {
    return learners.isEmpty();
  }

  /** Works on one partition. */
  public PartitionOutcome run(InstanceBlock block) {
    List<Partial> partials = new ArrayList<>(learners.size());
    for (SharedLearner learner : learners) {
      partials.add(learner.run(block));
    }
    return new PartitionOutcome(block.rows(), block, kept, partials);
  }
}
