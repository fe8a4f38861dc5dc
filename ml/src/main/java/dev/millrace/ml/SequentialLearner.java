package dev.millrace.ml;

import dev.millrace.ml.instance.InstanceBlock;

/**
 * A learner that takes rows one after the other: the same bytes result however the rows are cut
 * into blocks.
 *
 * <p>So it learns on one core. On a cluster that is a core of the driver, to which all rows travel
 * as numbers, about 8 bytes a feature; where that bounds the rate, take a {@link MergeableLearner}.
 */
public non-sealed interface SequentialLearner<M extends Model> extends Learner<M> {
  /**
   * How many numbers {@link #testThenTrain} writes per row, as {@link Model#outputs}.
   *
   * @param features the width of the blocks to come
   */
  int outputs(int features);

  /**
   * Prequential: for every row in order, predicts it with what was learned from all rows before it,
   * then learns it. Equal to taking {@link #model}, predicting one row, learning it, and so on.
   *
   * @param block not modified, not kept
   * @param out takes the predictions, row-major, {@link #outputs} a row
   */
  void testThenTrain(InstanceBlock block, double[] out);
}
