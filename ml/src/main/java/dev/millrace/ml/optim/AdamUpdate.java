package dev.millrace.ml.optim;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;

/** Remembers decayed means of gradients and of their squares. */
final class AdamUpdate extends WeightUpdate {
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final double[] means;
  private final double[] squares;

  AdamUpdate(LearningRate learningRate, double beta1, double beta2, double epsilon, int features) {
    super(learningRate);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.means = new double[features];
    this.squares = new double[features];
  }

  @Override
  public void dense(double[] w, double g, double[] z, int at, double l2, long step) {
    double meanScale = rate(step) / (1 - Math.pow(beta1, step + 1.0));
    double squareScale = 1 / (1 - Math.pow(beta2, step + 1.0));
    double fresh1 = 1 - beta1;
    double fresh2 = 1 - beta2;
    for (int j = 0; j < w.length; j++) {
      double q = g * z[at + j] + l2 * w[j];
      double m = beta1 * means[j] + fresh1 * q;
      double s = beta2 * squares[j] + fresh2 * (q * q);
      means[j] = m;
      squares[j] = s;
      w[j] -= meanScale * m / (Math.sqrt(s * squareScale) + epsilon);
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
    double meanScale = rate(step) / (1 - Math.pow(beta1, step + 1.0));
    double squareScale = 1 / (1 - Math.pow(beta2, step + 1.0));
    double fresh1 = 1 - beta1;
    double fresh2 = 1 - beta2;
    for (int k = 0; k < count; k++) {
      int j = indices[from + k];
      double q = g * z[zFrom + k] + l2 * w[j];
      double m = beta1 * means[j] + fresh1 * q;
      double s = beta2 * squares[j] + fresh2 * (q * q);
      means[j] = m;
      squares[j] = s;
      w[j] -= meanScale * m / (Math.sqrt(s * squareScale) + epsilon);
    }
  }

  @Override
  public void save(StateWriter out) {
    out.put("means", means);
    out.put("squares", squares);
  }

  @Override
  public void restore(StateReader in) {
    copy(in, "means", means);
    copy(in, "squares", squares);
  }
}
