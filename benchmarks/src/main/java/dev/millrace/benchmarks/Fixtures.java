package dev.millrace.benchmarks;

import java.util.Random;

/** Seeded inputs that the benchmarks share. */
public final class Fixtures {
  private static final long SEED = 42;

  private Fixtures() {}

  /** Row-major standard normal features. */
  public static double[] features(int rows, int width) {
    Random random = new Random(SEED);
    double[] x = new double[rows * width];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextGaussian();
    }
    return x;
  }

  /** 0/1 labels of a linear rule over {@code x} with a tenth of them turned over. */
  public static double[] classes(double[] x, int width) {
    Random random = new Random(SEED + 1);
    double[] weights = new double[width];
    for (int j = 0; j < width; j++) {
      weights[j] = random.nextGaussian();
    }
    double[] y = new double[x.length / width];
    for (int i = 0; i < y.length; i++) {
      double sum = 0;
      for (int j = 0; j < width; j++) {
        sum += weights[j] * x[i * width + j];
      }
      boolean positive = sum > 0 ^ random.nextInt(10) == 0;
      y[i] = positive ? 1 : 0;
    }
    return y;
  }

  public static double[] ones(int rows) {
    double[] ones = new double[rows];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }

  /** Lines of ten words each out of {@code vocabulary}, frequent words first as in real text. */
  public static String[] lines(int lines, int vocabulary) {
    Random random = new Random(SEED);
    String[] out = new String[lines];
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      line.setLength(0);
      for (int w = 0; w < 10; w++) {
        double u = random.nextDouble();
        line.append(w == 0 ? "" : " ").append("word").append((int) (vocabulary * u * u * u));
      }
      out[i] = line.toString();
    }
    return out;
  }
}
