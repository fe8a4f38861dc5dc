package dev.millrace.ml.feature;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;

/** Leaves rows as they are, but for NaN where it means "not present". Learns nothing. */
final class SparseIdentity extends SparsePreprocessor {
  private final boolean impute;

  SparseIdentity(boolean impute) {
    this.impute = impute;
  }

  private double transformed(double value) {
    return impute && Double.isNaN(value) ? 0 : value;
  }

  @Override
  public boolean identity() {
    return !impute;
  }

  @Override
  public void learn(int[] indices, double[] values, int at, int count) {}

  @Override
  public void transform(int[] indices, double[] values, int at, int count, double[] z) {
    for (int k = 0; k < count; k++) {
      z[k] = transformed(values[at + k]);
    }
  }

  @Override
  public double dot(double[] w, int[] indices, double[] values, int at, int count) {
    double sum = 0;
    for (int k = at; k < at + count; k++) {
      sum += w[indices[k]] * transformed(values[k]);
    }
    return sum;
  }

  @Override
  public double dot(double[] w, double[] x, int at) {
    double sum = 0;
    for (int j = 0; j < w.length; j++) {
      if (x[at + j] != 0) {
        sum += w[j] * transformed(x[at + j]);
      }
    }
    return sum;
  }

  @Override
  public void unscale(double[] w, double[] out) {
    System.arraycopy(w, 0, out, 0, w.length);
  }

  @Override
  public void merge(SparsePreprocessor other) {}

  @Override
  public SparsePreprocessor empty() {
    return this;
  }

  @Override
  public SparsePreprocessor copy() {
    return this;
  }

  @Override
  public void save(StateWriter out) {}

  @Override
  public void restore(StateReader in) {}
}
