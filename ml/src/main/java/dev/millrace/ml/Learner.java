package dev.millrace.ml;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.instance.InstanceBlock;

/**
 * Consumes instances and improves. Mutable and confined to the trainer's thread; what others
 * predict with is the immutable {@link #model}.
 *
 * <p>Two kinds, by type: a {@link SequentialLearner} takes the rows one after the other and gives
 * the same bytes however they are cut into blocks; a {@link MergeableLearner} averages over a block
 * and can do so on many cores.
 *
 * <p>Deterministic: equal rows in equal order give equal bytes from {@link #save}. Whatever is
 * random takes a seed, whose generator's state is saved. Rows without a label are skipped by
 * learners that need one.
 */
public sealed interface Learner<M extends Model> permits SequentialLearner, MergeableLearner {
  /** The kind's stable name, for instance {@code "logistic-regression"}. */
  String kind();

  /**
   * Improves by every row of the block, in order.
   *
   * @param block not modified, not kept
   * @throws LearnerException if the block's width is not what the learner has seen so far
   */
  void learn(InstanceBlock block);

  /** A snapshot; not affected by later learning. */
  M model();

  /** A learner of the same kind and hyper-parameters that has learned nothing. */
  Learner<M> fresh();

  /** How many rows it has learned from. */
  long rowsLearned();

  /** Writes hyper-parameters and what was learned: all that is needed to go on. */
  void save(StateWriter out);

  /**
   * Takes over what {@link #save} wrote. Hyper-parameters stay as constructed; a stored one that
   * differs is taken to be a change that the user made, unless what was learned no longer fits.
   *
   * @throws dev.millrace.core.CheckpointException if it does not fit this learner
   */
  void restore(StateReader in);
}
