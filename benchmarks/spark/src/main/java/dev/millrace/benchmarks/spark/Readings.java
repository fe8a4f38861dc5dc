package dev.millrace.benchmarks.spark;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.regression.LabeledPoint;

/**
 * Rows of 30 numbers that are made once in each JVM and then lie in its memory: what is measured is
 * not where rows come from. Both sides read the same objects.
 */
final class Readings {
  static final int WIDTH = 30;
  static final int CLUSTERS = 10;

  private static final int DISTINCT = 1 << 18;
  private static final int HELD_OUT = 10_000;
  private static final double FLIPPED = 0.1;
  private static final double NOISE = 0.5;
  private static final double BETWEEN_CLUSTERS = 2;

  /** Makes row after row. */
  private interface Maker {
    LabeledPoint make(int number, SplittableRandom random);
  }

  private final LabeledPoint[] points = new LabeledPoint[DISTINCT + HELD_OUT];

  private Readings(Maker maker) {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < points.length; i++) {
      points[i] = maker.make(i, random);
    }
  }

  /** Labels are 0 and 1 by a linear rule, but for a tenth of them. */
  static Readings ofTwoClasses() {
    return TwoClasses.ALL;
  }

  /** Labels are a linear function of the row, with noise of deviation 0.5. */
  static Readings ofNumbers() {
    return Numbers.ALL;
  }

  /** Rows lie around ten centres. */
  static Readings ofClusters() {
    return Clusters.ALL;
  }

  LabeledPoint at(long number) {
    return points[(int) (number % DISTINCT)];
  }

  /** Rows that {@link #at} never gives. */
  List<LabeledPoint> heldOut() {
    return List.of(points).subList(DISTINCT, points.length);
  }

  private static final class TwoClasses {
    static final Readings ALL = new Readings(TwoClasses::make);

    private static LabeledPoint make(int number, SplittableRandom random) {
      double[] x = gaussians(random);
      boolean flipped = random.nextDouble() < FLIPPED;
      return point(dot(rule(), x) > 0 ^ flipped ? 1 : 0, x);
    }
  }

  private static final class Numbers {
    static final Readings ALL = new Readings(Numbers::make);

    private static LabeledPoint make(int number, SplittableRandom random) {
      double[] x = gaussians(random);
      return point(dot(rule(), x) + NOISE * random.nextGaussian(), x);
    }
  }

  private static final class Clusters {
    static final Readings ALL = new Readings(Clusters::make);

    private static LabeledPoint make(int number, SplittableRandom random) {
      int cluster = number % CLUSTERS;
      double[] centre = gaussians(new SplittableRandom(cluster));
      double[] x = gaussians(random);
      for (int j = 0; j < WIDTH; j++) {
        x[j] += BETWEEN_CLUSTERS * centre[j];
      }
      return point(cluster, x);
    }
  }

  private static double[] rule() {
    return gaussians(new SplittableRandom(0));
  }

  private static double[] gaussians(SplittableRandom random) {
    double[] x = new double[WIDTH];
    for (int j = 0; j < WIDTH; j++) {
      x[j] = random.nextGaussian();
    }
    return x;
  }

  private static LabeledPoint point(double label, double[] x) {
    return new LabeledPoint(label, Vectors.dense(x));
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
