package dev.millrace.ml;

import dev.millrace.ml.instance.InstanceBlock;

/**
 * A learner that sums up a batch partition by partition, on any number of cores, and then takes one
 * step. The result depends on how the batch is partitioned, never on timing: accumulators are
 * merged in the order of the partitions.
 *
 * @param <A> what one partition is summed up in
 */
public non-sealed interface MergeableLearner<M extends Model, A> extends Learner<M> {
  /** An empty accumulator for blocks of the given width, for the state as it is now. */
  A accumulator(int features);

  /**
   * Adds a block. Does not modify the learner; different accumulators may be used by different
   * threads at the same time.
   */
  void accumulate(A accumulator, InstanceBlock block);

  /** Adds {@code right} to {@code left}, which is modified and returned. */
  A merge(A left, A right);

  /** Takes the batch's step. */
  void apply(A accumulator);

  @Override
  default void learn(InstanceBlock block) {
    A accumulator = accumulator(block.features());
    accumulate(accumulator, block);
    apply(accumulator);
  }
}
