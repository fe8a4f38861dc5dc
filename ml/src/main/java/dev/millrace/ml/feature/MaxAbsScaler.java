package dev.millrace.ml.feature;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;

/**
 * Divides each feature of sparse rows by the largest magnitude that it has shown so far: zeros stay
 * zero, values come out within [-1, 1]. A feature never met before gives 0.
 *
 * <p>Time O(stored values) a row; memory two numbers a feature.
 */
public final class MaxAbsScaler extends SparsePreprocessor {
  private final boolean impute;
  private final double[] largest;
  private final double[] inverses;

  /**
   * @param features the width of the feature space
   * @param impute whether NaN is taken as "not present"
   */
  MaxAbsScaler(int features, boolean impute) {
    this.impute = impute;
    this.largest = new double[features];
    this.inverses = new double[features];
  }

  /** For rows of the given width; NaN stays NaN. */
  public MaxAbsScaler(int features) {
    this(features, false);
  }

  /** The largest magnitudes met; a copy. */
  public double[] largest() {
    return largest.clone();
  }

  private double transformed(double value, int j) {
    return impute && Double.isNaN(value) ? 0 : value * inverses[j];
  }

  @Override
  public void learn(int[] indices, double[] values, int at, int count) {
    for (int k = at; k < at + count; k++) {
      grow(indices[k], Math.abs(values[k]));
    }
  }

  private void grow(int j, double magnitude) {
    if (magnitude > largest[j]) {
      largest[j] = magnitude;
      inverses[j] = inverse(magnitude);
    }
  }

  /** Below 1e-308 the reciprocal would not be finite. */
  private static double inverse(double magnitude) {
    return magnitude >= Double.MIN_NORMAL ? 1 / magnitude : 0;
  }

  @Override
  public void transform(int[] indices, double[] values, int at, int count, double[] z) {
    for (int k = 0; k < count; k++) {
      z[k] = transformed(values[at + k], indices[at + k]);
    }
  }

  @Override
  public double dot(double[] w, int[] indices, double[] values, int at, int count) {
    double sum = 0;
    for (int k = at; k < at + count; k++) {
      int j = indices[k];
      sum += w[j] * transformed(values[k], j);
    }
    return sum;
  }

  @Override
  public double dot(double[] w, double[] x, int at) {
    double sum = 0;
    for (int j = 0; j < w.length; j++) {
      if (x[at + j] != 0) {
        sum += w[j] * transformed(x[at + j], j);
      }
    }
    return sum;
  }

  @Override
  public void unscale(double[] w, double[] out) {
    for (int j = 0; j < w.length; j++) {
      out[j] = w[j] * inverses[j];
    }
  }

  @Override
  public void merge(SparsePreprocessor other) {
    double[] right = ((MaxAbsScaler) other).largest;
    for (int j = 0; j < right.length; j++) {
      grow(j, right[j]);
    }
  }

  @Override
  public MaxAbsScaler empty() {
    return new MaxAbsScaler(largest.length, impute);
  }

  @Override
  public MaxAbsScaler copy() {
    MaxAbsScaler copy = empty();
    copy.merge(this);
    return copy;
  }

  @Override
  public void save(StateWriter out) {
    out.put("largest", largest);
  }

  @Override
  public void restore(StateReader in) {
    DensePreprocessor.copy(in, "largest", largest);
    for (int j = 0; j < largest.length; j++) {
      inverses[j] = largest[j] > 0 ? inverse(largest[j]) : 0;
    }
  }
}
