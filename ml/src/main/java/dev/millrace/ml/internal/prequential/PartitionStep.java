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

  /**
   * Merges what partitions that follow each other add up to. If they are an aligned group of the
   * tree of {@link dev.millrace.ml.MergeableLearner#mergeAll}, nothing else changes by it.
   */
  public List<PartitionOutcome> merge(List<PartitionOutcome> partitions) {
    List<PartitionOutcome> merged = new ArrayList<>(partitions);
    for (int slot = 0; slot < learners.size(); slot++) {
      int learner = slot;
      List<Partial> partials =
          learners
              .get(slot)
              .merge(partitions.stream().map(partition -> partition.partial(learner)).toList());
      for (int i = 0; i < partials.size(); i++) {
        merged.set(i, merged.get(i).with(slot, partials.get(i)));
      }
    }
    return merged;
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
