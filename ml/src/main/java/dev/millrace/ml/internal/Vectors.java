package dev.millrace.ml.internal;

/**
 * Inner loops over flat arrays. Learners and models share them, so that both do the same arithmetic
 * in the same order and agree to the last bit. Dot products of dense rows run in four lanes: the
 * processor need not wait for one addition before it starts the next. Distances do not: it works on
 * those of several centres at a time.
 */
public final class Vectors {
  private Vectors() {}

  /** {@code Σ w[j] x[at + j]} over all weights. */
  public static double dot(double[] w, double[] x, int at) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int j = 0;
    for (; j < w.length - 3; j += 4) {
      s0 += w[j] * x[at + j];
      s1 += w[j + 1] * x[at + j + 1];
      s2 += w[j + 2] * x[at + j + 2];
      s3 += w[j + 3] * x[at + j + 3];
    }
    for (; j < w.length; j++) {
      s0 += w[j] * x[at + j];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** {@code Σ w[j] ((x[at + j] - shift[j]) scale[j])} over all weights. */
  public static double dot(double[] w, double[] x, int at, double[] shift, double[] scale) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int j = 0;
    for (; j < w.length - 3; j += 4) {
      s0 += w[j] * ((x[at + j] - shift[j]) * scale[j]);
      s1 += w[j + 1] * ((x[at + j + 1] - shift[j + 1]) * scale[j + 1]);
      s2 += w[j + 2] * ((x[at + j + 2] - shift[j + 2]) * scale[j + 2]);
      s3 += w[j + 3] * ((x[at + j + 3] - shift[j + 3]) * scale[j + 3]);
    }
    for (; j < w.length; j++) {
      s0 += w[j] * ((x[at + j] - shift[j]) * scale[j]);
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** {@code Σ w[indices[k]] values[k]} over {@code count} positions from {@code at} on. */
  public static double dot(double[] w, int[] indices, double[] values, int at, int count) {
    double sum = 0;
    for (int k = at; k < at + count; k++) {
      sum += w[indices[k]] * values[k];
    }
    return sum;
  }

  /** {@code Σ (x[at + j] - c[cAt + j])²} over {@code width} features, in order. */
  public static double squaredDistance(double[] x, int at, double[] c, int cAt, int width) {
    double sum = 0;
    for (int j = 0; j < width; j++) {
      double d = x[at + j] - c[cAt + j];
      sum += d * d;
    }
    return sum;
  }

  /** {@code Σ ((x[at + j] - c[cAt + j]) scale[j])²} over all of {@code scale}, in order. */
  public static double squaredDistance(double[] x, int at, double[] c, int cAt, double[] scale) {
    double sum = 0;
    for (int j = 0; j < scale.length; j++) {
      double d = (x[at + j] - c[cAt + j]) * scale[j];
      sum += d * d;
    }
    return sum;
  }
}
