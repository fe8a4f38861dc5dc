package dev.millrace.ml.feature;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;

/**
 * Replaces NaN in dense rows by the running mean of the feature's values, and scales to mean 0 and
 * deviation 1 if asked to. Mean and deviation are those of the values that were present, so that a
 * missing value neither moves the mean nor shrinks the deviation; scaled, it is exactly 0. Before
 * the first value of a feature its mean is taken to be 0.
 *
 * <p>Time O(features) a row; memory five numbers a feature.
 */
public final class MeanImputer extends DensePreprocessor {
  private final boolean scale;
  private final long[] counts;
  private final double[] means;
  private final double[] variances;
  private final double[] inverses;

  /**
   * @param scale whether rows are scaled to mean 0 and deviation 1
   */
  MeanImputer(int features, boolean scale) {
    super(features);
    this.scale = scale;
    counts = new long[features];
    means = new double[features];
    variances = new double[features];
    inverses = new double[features];
  }

  /** For rows of the given width; not scaled. */
  public MeanImputer(int features) {
    this(features, false);
  }

  /** The running means; a copy. */
  public double[] means() {
    return means.clone();
  }

  private double transformed(double value, int j) {
    if (scale) {
      return Double.isNaN(value) ? 0 : (value - means[j]) * inverses[j];
    }
    return Double.isNaN(value) ? means[j] : value;
  }

  @Override
  public void learn(double[] x, int at) {
    for (int j = 0; j < means.length; j++) {
      double value = x[at + j];
      if (Double.isNaN(value)) {
        continue;
      }
      double share = 1.0 / ++counts[j];
      double delta = value - means[j];
      means[j] += delta * share;
      variances[j] += (delta * (value - means[j]) - variances[j]) * share;
      inverses[j] = StandardScaler.inverseDeviation(variances[j]);
    }
  }

  @Override
  public void transform(double[] x, int at, double[] z) {
    for (int j = 0; j < means.length; j++) {
      z[j] = transformed(x[at + j], j);
    }
  }

  /** Lanes as in {@link dev.millrace.ml.internal.Vectors#dot}. */
  @Override
  public double dot(double[] w, double[] x, int at) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int j = 0;
    for (; j < w.length - 3; j += 4) {
      s0 += w[j] * transformed(x[at + j], j);
      s1 += w[j + 1] * transformed(x[at + j + 1], j + 1);
      s2 += w[j + 2] * transformed(x[at + j + 2], j + 2);
      s3 += w[j + 3] * transformed(x[at + j + 3], j + 3);
    }
    for (; j < w.length; j++) {
      s0 += w[j] * transformed(x[at + j], j);
    }
    return (s0 + s1) + (s2 + s3);
  }

  @Override
  public double unscale(double[] w, double[] out) {
    if (scale) {
      return StandardScaler.unscale(w, means, inverses, out);
    }
    System.arraycopy(w, 0, out, 0, w.length);
    return 0;
  }

  @Override
  public void merge(DensePreprocessor other) {
    MeanImputer right = (MeanImputer) other;
    for (int j = 0; j < means.length; j++) {
      if (right.counts[j] == 0) {
        continue;
      }
      counts[j] += right.counts[j];
      double share = (double) right.counts[j] / counts[j];
      double delta = right.means[j] - means[j];
      variances[j] +=
          (right.variances[j] - variances[j]) * share + delta * delta * share * (1 - share);
      means[j] += delta * share;
      inverses[j] = StandardScaler.inverseDeviation(variances[j]);
    }
  }

  @Override
  public MeanImputer empty() {
    return new MeanImputer(features(), scale);
  }

  @Override
  public MeanImputer copy() {
    MeanImputer copy = empty();
    System.arraycopy(counts, 0, copy.counts, 0, counts.length);
    System.arraycopy(means, 0, copy.means, 0, means.length);
    System.arraycopy(variances, 0, copy.variances, 0, variances.length);
    System.arraycopy(inverses, 0, copy.inverses, 0, inverses.length);
    return copy;
  }

  @Override
  public void save(StateWriter out) {
    out.put("counts", counts).put("means", means).put("variances", variances);
  }

  @Override
  public void restore(StateReader in) {
    copy(in, "means", means);
    copy(in, "variances", variances);
    long[] stored = in.getLongs("counts");
    if (stored.length != counts.length) {
      throw new CheckpointException(
          "state of '"
              + in.part()
              + "': field 'counts' should have "
              + counts.length
              + " elements, but has "
              + stored.length);
    }
    System.arraycopy(stored, 0, counts, 0, counts.length);
    for (int j = 0; j < variances.length; j++) {
      inverses[j] = StandardScaler.inverseDeviation(variances[j]);
    }
  }
}
