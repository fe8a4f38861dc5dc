package dev.millrace.ml.feature;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.internal.Vectors;

/** Leaves rows as they are and learns nothing. */
final class DenseIdentity extends DensePreprocessor {
  DenseIdentity(int features) {
    super(features);
  }

  @Override
  public boolean identity() {
    return true;
  }

  @Override
  public void learn(double[] x, int at) {}

  @Override
  public void transform(double[] x, int at, double[] z) {
    System.arraycopy(x, at, z, 0, features());
  }

  @Override
  public double dot(double[] w, double[] x, int at) {
    return Vectors.dot(w, x, at);
  }

  @Override
  public double unscale(double[] w, double[] out) {
    System.arraycopy(w, 0, out, 0, features());
    return 0;
  }

  @Override
  public void merge(DensePreprocessor other) {}

  @Override
  public DensePreprocessor empty() {
    return this;
  }

  @Override
  public DensePreprocessor copy() {
    return this;
  }

  @Override
  public void save(StateWriter out) {}

  @Override
  public void restore(StateReader in) {}
}
