package dev.millrace.ml.optim;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;

/** Remembers nothing. */
final class SgdUpdate extends WeightUpdate {

  SgdUpdate(LearningRate learningRate) {
    super(learningRate);
  }

  @Override
  public void dense(double[] w, double g, double[] z, int at, double l2, long step) {
    double rate = rate(step);
    double scaled = rate * g;
    double decay = rate * l2;
    for (int j = 0; j < w.length; j++) {
      w[j] -= scaled * z[at + j] + decay * w[j];
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
    double scaled = rate * g;
    double decay = rate * l2;
    for (int k = 0; k < count; k++) {
      int j = indices[from + k];
      w[j] -= scaled * z[zFrom + k] + decay * w[j];
    }
  }

  @Override
  public void save(StateWriter out) {}

  @Override
  public void restore(StateReader in) {}
}
