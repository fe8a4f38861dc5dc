package dev.millrace.ml.optim;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;

/**
 * One {@link Optimizer} at work on one weight vector: changes the weights by a gradient and
 * remembers what it must. The gradient by weight j is {@code g * z[j] + l2 * w[j]}: for a row, g is
 * the derivative of the loss by the prediction and z the features; for a batch, g is 1 and z the
 * mean gradient. One call per row; the loop over the weights is inside. Confined to its learner's
 * thread; allocates nothing.
 */
public abstract class WeightUpdate {
  private final LearningRate learningRate;

  /**
   * @param learningRate of the base; constant 0 where the optimizer has rates of its own
   */
  WeightUpdate(LearningRate learningRate) {
    this.learningRate = learningRate;
  }

  /**
   * Steps along a dense gradient.
   *
   * @param w modified
   * @param g factor of {@code z}
   * @param z read from {@code at} on, as many as there are weights
   * @param l2 of the {@link Regularization}
   * @param step how many steps were taken before this one
   */
  public abstract void dense(double[] w, double g, double[] z, int at, double l2, long step);

  /**
   * Steps along a sparse gradient: weight {@code indices[from + k]} by {@code z[zFrom + k]}, for k
   * below {@code count}.
   */
  public abstract void sparse(
      double[] w,
      double g,
      int[] indices,
      int from,
      double[] z,
      int zFrom,
      int count,
      double l2,
      long step);

  /** The base rate of a step, by which an L1 penalty grows; 0 where the optimizer has its own. */
  public final double rate(long step) {
    return learningRate.at(step);
  }

  /** The base rate of a step in relation to the first one's, which an intercept's rate follows. */
  public final double shape(long step) {
    return learningRate.shape(step);
  }

  /** Writes what is remembered between steps. */
  public abstract void save(StateWriter out);

  /** Takes over what {@link #save} wrote for as many weights. */
  public abstract void restore(StateReader in);

  static void copy(StateReader in, String name, double[] target) {
    System.arraycopy(in.getDoubles(name, target.length), 0, target, 0, target.length);
  }
}
