package dev.millrace.ml.optim;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;

/** Remembers the adjusted sum of gradients and the sum of their squares (z and n of the paper). */
final class FtrlUpdate extends WeightUpdate {
  private final double inverseAlpha;
  private final double beta;
  private final double l1;
  private final double ownL2;
  private final double[] sums;
  private final double[] squares;

  FtrlUpdate(Optimizer.FtrlProximal options, int features) {
    super(LearningRate.constant(0));
    this.inverseAlpha = 1 / options.alpha();
    this.beta = options.beta();
    this.l1 = options.l1();
    this.ownL2 = options.l2();
    this.sums = new double[features];
    this.squares = new double[features];
  }

  @Override
  public void dense(double[] w, double g, double[] z, int at, double l2, long step) {

    for (int j = 0; j < w.length; j++) {
      w[j] = weight(j, g * z[at + j] + l2 * w[j], w[j]);
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

    for (int k = 0; k < count; k++) {
      int j = indices[from + k];
      w[j] = weight(j, g * z[zFrom + k] + l2 * w[j], w[j]);
    }
  }

  private double weight(int j, double q, double w) {
    double before = Math.sqrt(squares[j]);
    double square = squares[j] + q * q;
    double after = Math.sqrt(square);
    double sum = sums[j] + q - (after - before) * inverseAlpha * w;
    squares[j] = square;
    sums[j] = sum;
    double beyond = Math.abs(sum) - l1;
    return beyond <= 0 ? 0 : -Math.signum(sum) * beyond / ((beta + after) * inverseAlpha + ownL2);
  }

  @Override
  public void save(StateWriter out) {
    out.put("sums", sums);
    out.put("squares", squares);
  }

  @Override
  public void restore(StateReader in) {
    copy(in, "sums", sums);
    copy(in, "squares", squares);
  }
}
