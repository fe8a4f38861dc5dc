package dev.millrace.ml.metric;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How often rows of each class were taken for each class, and what follows from that. With two
 * classes, precision, recall and F1 are those of the second; with more, the mean over the classes
 * that occurred or were decided for.
 */
public final class ConfusionMatrix implements Serializable {
  private static final long serialVersionUID = 1L;
  private final int classes;
  private final long[] counts;
  private long rows;
  private long hits;

  public ConfusionMatrix(int classes) {
    this(classes, new long[classes * classes]);
  }

  ConfusionMatrix(int classes, long[] counts) {
    if (classes < 2 || counts.length != classes * classes) {
      throw new IllegalArgumentException(
          counts.length + " counts do not make a matrix of " + classes + " classes");
    }
    this.classes = classes;
    this.counts = counts;
    this.rows = Arrays.stream(counts).sum();
    for (int k = 0; k < classes; k++) {
      hits += counts[k * classes + k];
    }
  }

  void add(int actual, int decided) {
    counts[actual * classes + decided]++;
    rows++;
    if (actual == decided) {
      hits++;
    }
  }

  void merge(ConfusionMatrix other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    rows += other.rows;
    hits += other.hits;
  }

  ConfusionMatrix copy() {
    return new ConfusionMatrix(classes, counts.clone());
  }

  long[] counts() {
    return counts;
  }

  public int classes() {
    return classes;
  }

  public long rows() {
    return rows;
  }

  /** How many rows of class {@code actual} were taken for class {@code decided}. */
  public long count(int actual, int decided) {
    return counts[actual * classes + decided];
  }

  /** The share of rows that were taken for what they are. */
  public double accuracy() {
    return rows == 0 ? Double.NaN : (double) hits / rows;
  }

  /** The mean over the classes that occurred of the share that was found. */
  public double balancedAccuracy() {
    double sum = 0;
    int seen = 0;
    for (int k = 0; k < classes; k++) {
      if (actual(k) > 0) {
        sum += recall(k);
        seen++;
      }
    }
    return seen == 0 ? Double.NaN : sum / seen;
  }

  /**
   * Cohen's kappa: the part of what chance would leave wrong that was got right (Cohen 1960, "A
   * coefficient of agreement for nominal scales").
   */
  public double kappa() {
    double chance = 0;
    for (int k = 0; k < classes; k++) {
      chance += (double) actual(k) / rows * ((double) decided(k) / rows);
    }
    return against(chance);
  }

  /**
   * What {@link #kappa} is, against another score than chance's.
   *
   * @param reference the accuracy of what is compared with
   */
  double against(double reference) {
    return reference == 1 ? Double.NaN : (accuracy() - reference) / (1 - reference);
  }

  public double precision() {
    return classes == 2 ? precision(1) : mean(Figure.PRECISION);
  }

  public double recall() {
    return classes == 2 ? recall(1) : mean(Figure.RECALL);
  }

  public double f1() {
    return classes == 2 ? f1(1) : mean(Figure.F1);
  }

  private enum Figure {
    PRECISION,
    RECALL,
    F1
  }

  private double mean(Figure figure) {
    double sum = 0;
    int seen = 0;
    for (int k = 0; k < classes; k++) {
      if (actual(k) + decided(k) > 0) {
        sum +=
            switch (figure) {
              case PRECISION -> precision(k);
              case RECALL -> recall(k);
              case F1 -> f1(k);
            };
        seen++;
      }
    }
    return seen == 0 ? 0 : sum / seen;
  }

  private double precision(int k) {
    return share(count(k, k), decided(k));
  }

  private double recall(int k) {
    return share(count(k, k), actual(k));
  }

  private double f1(int k) {
    return share(2 * count(k, k), actual(k) + decided(k));
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private long actual(int k) {
    long sum = 0;
    for (int j = 0; j < classes; j++) {
      sum += count(k, j);
    }
    return sum;
  }

  private long decided(int k) {
    long sum = 0;
    for (int j = 0; j < classes; j++) {
      sum += count(j, k);
    }
    return sum;
  }
}
