package dev.millrace.ml;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.instance.InstanceBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * A learner that sums up a batch partition by partition, on any number of cores or machines, and
 * then takes one step. The result depends on how the batch is partitioned, never on timing:
 * accumulators are merged by the same tree on every engine, see {@link #mergeAll}.
 *
 * <p>On a cluster rows stay where they are: each task gets what {@link #save} writes, makes a
 * learner of it by {@link dev.millrace.ml.catalog.LearnerCatalog}, sums up its partition and sends
 * back what {@link #saveAccumulator} writes. So the kind must be in the catalog to be trained on a
 * cluster, and a batch costs the size of an accumulator for each partition, not that of its rows.
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

  /**
   * Merges the accumulators of all partitions: neighbours by pairs, then the pairs by pairs, and so
   * on; one that has no neighbour waits for the next round. What partitions 0 to 4 add up to is
   * {@code ((0 + 1) + (2 + 3)) + 4} in every JVM, whatever the order in which they came.
   *
   * @param accumulators in the order of the partitions, at least one; may be modified
   */
  default A mergeAll(List<A> accumulators) {
    List<A> sums = new ArrayList<>(accumulators);
    for (int reach = 1; reach < sums.size(); reach *= 2) {
      for (int left = 0; left + reach < sums.size(); left += 2 * reach) {
        sums.set(left, merge(sums.get(left), sums.get(left + reach)));
      }
    }
    return sums.get(0);
  }

  /** Writes an accumulator, so that a learner of equal state in another JVM can go on with it. */
  void saveAccumulator(A accumulator, StateWriter out);

  /**
   * Reads what {@link #saveAccumulator} of a learner of equal state wrote; equal to the last bit.
   *
   * @throws dev.millrace.core.CheckpointException if it does not fit this learner
   */
  A restoreAccumulator(StateReader in);

  /** Takes the batch's step. */
  void apply(A accumulator);

  @Override
  default void learn(InstanceBlock block) {
    A accumulator = accumulator(block.features());
    accumulate(accumulator, block);
    apply(accumulator);
  }
}
