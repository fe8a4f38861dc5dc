package dev.millrace.ml.optim;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;

/** Remembers the sum of squared gradients of each weight. */
final class AdaGradUpdate extends WeightUpdate {
  private final double epsilon;
  private final double[] squares;

  AdaGradUpdate(LearningRate learningRate, double epsilon, int features) {
    super(learningRate);
    this.epsilon = epsilon;
    this.squares = new double[features];
  }

  @Override
  public void dense(double[] w, double g, double[] z, int at, double l2, long step) {
    double rate = rate(step);
    for (int j = 0; j < w.length; j++) {
      double q = g * z[at + j] + l2 * w[j];
      double s = squares[j] + q * q;
      squares[j] = s;
      w[j] -= rate * q / Math.sqrt(s + epsilon);
    }
  }

  @Override
  public void sparse(
      double[] w,
      double g,
      int[] indices,
      int from,
      double[] z,
      int zFrom,
      int count,
      double l2,
      long step) {
    double rate = rate(step);
    for (int k = 0; k < count; k++) {
      int j = indices[from + k];
      double q = g * z[zFrom + k] + l2 * w[j];
      double s = squares[j] + q * q;
      squares[j] = s;
      w[j] -= rate * q / Math.sqrt(s + epsilon);
    }
  }

  @Override
  public void save(StateWriter out) {
    out.put("squares", squares);
  }

  @Override
  public void restore(StateReader in) {
    copy(in, "squares", squares);
  }
}
