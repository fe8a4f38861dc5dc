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

  /** Works on one partition that is at hand as a whole. */
  public PartitionOutcome run(InstanceBlock block) {
    return begin().end(block);
  }

  /** Begins to work on one partition. */
  public Running begin() {
    return new Running();
  }

  /** One partition. Used by one thread. */
  public final class Running {
    private final List<SharedLearner.Summing<?>> sums = new ArrayList<>(learners.size());
    private int rows;

    private Running() {
      learners.forEach(learner -> sums.add(learner.begin()));
    }

    /** Whether the partition may come in pieces, because nobody asks for its rows afterwards. */
    public boolean takesPieces() {
      return kept == PartitionOutcome.Kept.NOTHING;
    }

    /**
     * Works on the next rows.
     *
     * @param piece not needed any longer when this returns
     */
    public void add(InstanceBlock piece) {
      rows += piece.rows();
      sums.forEach(sum -> sum.add(piece));
    }

    /**
     * Works on the last rows.
     *
     * @param last all rows, unless some were {@link #add added} before; may have none
     */
    public PartitionOutcome end(InstanceBlock last) {
      add(last);
      return new PartitionOutcome(
          rows, last, kept, sums.stream().map(SharedLearner.Summing::end).toList());
    }
  }
}
