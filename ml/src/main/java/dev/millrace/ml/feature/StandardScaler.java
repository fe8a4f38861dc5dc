package dev.millrace.ml.feature;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.internal.Vectors;

/**
 * Scales dense rows to mean 0 and deviation 1 by running mean and population variance (Welford
 * 1962; merging by Chan, Golub and LeVeque 1979). A feature that has not varied gives 0.
 *
 * <pre>{@code
 * StandardScaler scaler = new StandardScaler(3);
 * scaler.learn(row, 0);
 * scaler.transform(row, 0, z);
 * }</pre>
 *
 * <p>Time O(features) a row; memory four numbers a feature.
 */
public final class StandardScaler extends DensePreprocessor {
  private long rows;
  private final double[] means;
  private final double[] variances;
  private final double[] inverses;

  public StandardScaler(int features) {
    super(features);
    means = new double[features];
    variances = new double[features];
    inverses = new double[features];
  }

  /** How many rows it has learned from. */
  public long rows() {
    return rows;
  }

  /** The running means; a copy. */
  public double[] means() {
    return means.clone();
  }

  /** The running population variances; a copy. */
  public double[] variances() {
    return variances.clone();
  }

  /**
   * Writes one divided by each deviation, and {@code constant} where a feature has not varied.
   *
   * @param out at least as long as there are features
   */
  public void inverseDeviations(double constant, double[] out) {
    for (int j = 0; j < inverses.length; j++) {
      out[j] = inverses[j] > 0 ? inverses[j] : constant;
    }
  }

  @Override
  public void learn(double[] x, int at) {
    double share = 1.0 / ++rows;
    for (int j = 0; j < means.length; j++) {
      double value = x[at + j];
      double delta = value - means[j];
      double mean = means[j] + delta * share;
      means[j] = mean;
      variances[j] += (delta * (value - mean) - variances[j]) * share;
    }
    for (int j = 0; j < variances.length; j++) {
      inverses[j] = inverseDeviation(variances[j]);
    }
  }

  @Override
  public void transform(double[] x, int at, double[] z) {
    for (int j = 0; j < means.length; j++) {
      z[j] = (x[at + j] - means[j]) * inverses[j];
    }
  }

  /** Two short loops, which the compiler vectorizes, are faster than one that does all. */
  @Override
  public void learnAndTransform(double[] x, int at, double[] z) {
    double share = 1.0 / ++rows;
    for (int j = 0; j < means.length; j++) {
      double value = x[at + j];
      double delta = value - means[j];
      double mean = means[j] + delta * share;
      means[j] = mean;
      variances[j] += (delta * (value - mean) - variances[j]) * share;
      z[j] = value - mean;
    }
    for (int j = 0; j < variances.length; j++) {
      double inverse = inverseDeviation(variances[j]);
      inverses[j] = inverse;
      z[j] *= inverse;
    }
  }

  /** {@code 1 / √variance}, and 0 for 0, without a branch so that loops can be vectorized. */
  static double inverseDeviation(double variance) {
    return Math.sqrt(variance) / (variance + Double.MIN_NORMAL);
  }

  @Override
  public double dot(double[] w, double[] x, int at) {
    return Vectors.dot(w, x, at, means, inverses);
  }

  @Override
  public double unscale(double[] w, double[] out) {
    return unscale(w, means, inverses, out);
  }

  static double unscale(double[] w, double[] means, double[] inverses, double[] out) {
    double shift = 0;
    for (int j = 0; j < w.length; j++) {
      out[j] = w[j] * inverses[j];
      shift -= out[j] * means[j];
    }
    return shift;
  }

  @Override
  public void merge(DensePreprocessor other) {
    StandardScaler right = (StandardScaler) other;
    if (right.rows == 0) {
      return;
    }
    long all = rows + right.rows;
    double share = (double) right.rows / all;
    for (int j = 0; j < means.length; j++) {
      double delta = right.means[j] - means[j];
      variances[j] +=
          (right.variances[j] - variances[j]) * share + delta * delta * share * (1 - share);
      means[j] += delta * share;
      inverses[j] = inverseDeviation(variances[j]);
    }
    rows = all;
  }

  @Override
  public StandardScaler empty() {
    return new StandardScaler(features());
  }

  @Override
  public StandardScaler copy() {
    StandardScaler copy = empty();
    System.arraycopy(means, 0, copy.means, 0, means.length);
    System.arraycopy(variances, 0, copy.variances, 0, variances.length);
    System.arraycopy(inverses, 0, copy.inverses, 0, inverses.length);
    copy.rows = rows;
    return copy;
  }

  @Override
  public void save(StateWriter out) {
    out.put("rows", rows).put("means", means).put("variances", variances);
  }

  @Override
  public void restore(StateReader in) {
    copy(in, "means", means);
    copy(in, "variances", variances);
    rows = in.getLong("rows");
    for (int j = 0; j < variances.length; j++) {
      inverses[j] = inverseDeviation(variances[j]);
    }
  }
}
