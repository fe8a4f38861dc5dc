package dev.millrace.ml.optim;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;

/** Remembers the last step of each weight. */
final class MomentumUpdate extends WeightUpdate {
  private final double rho;
  private final double[] velocity;

  MomentumUpdate(LearningRate learningRate, double rho, int features) {
    super(learningRate);
    this.rho = rho;
    this.velocity = new double[features];
  }

  @Override
  public void dense(double[] w, double g, double[] z, int at, double l2, long step) {
    double rate = rate(step);
    for (int j = 0; j < w.length; j++) {
      double v = rho * velocity[j] + rate * (g * z[at + j] + l2 * w[j]);
      velocity[j] = v;
      w[j] -= v;
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
      double v = rho * velocity[j] + rate * (g * z[zFrom + k] + l2 * w[j]);
      velocity[j] = v;
      w[j] -= v;
    }
  }

  @Override
  public void save(StateWriter out) {
    out.put("velocity", velocity);
  }

  @Override
  public void restore(StateReader in) {
    copy(in, "velocity", velocity);
  }
}
