package dev.millrace.ml.cluster;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.internal.Vectors;

/** Centres, row-major, and how many rows each stands for. */
final class Centres {
  /** A cluster with less than this share of the largest one's weight is dying. */
  private static final double DYING = 1e-8;

  /** How far, in relation to its size, a centre is moved either way when its cluster is split. */
  private static final double SPLIT = 1e-14;

  /** Squares of anything larger are not finite. */
  private static final double LARGEST = 1e150;

  final int width;
  final double[] values;
  final double[] weights;

  Centres(int clusters, int width) {
    this.width = width;
    this.values = new double[clusters * width];
    this.weights = new double[clusters];
  }

  Centres copy() {
    Centres copy = new Centres(weights.length, width);
    System.arraycopy(values, 0, copy.values, 0, values.length);
    System.arraycopy(weights, 0, copy.weights, 0, weights.length);
    return copy;
  }

  /**
   * Finds the nearest centre, the first of equals.
   *
   * @param scale a factor per feature by which differences are multiplied; empty for none
   * @param out takes the centre's index and the squared distance, at {@code outAt} and after it
   */
  int nearest(double[] x, int at, double[] scale, double[] out, int outAt, int row) {
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < weights.length; c++) {
      double distance = squaredDistance(c, x, at, scale);
      if (distance < least) {
        least = distance;
        nearest = c;
      }
    }
    if (least == Double.POSITIVE_INFINITY) {
      throw notFinite(x, at, row);
    }
    out[outAt] = nearest;
    out[outAt + 1] = least;
    return nearest;
  }

  /** The squared distance from a centre, with factors as for {@link #nearest}. */
  double squaredDistance(int cluster, double[] x, int at, double[] scale) {
    return scale.length == 0
        ? Vectors.squaredDistance(x, at, values, cluster * width, width)
        : Vectors.squaredDistance(x, at, values, cluster * width, scale);
  }

  private LearnerException notFinite(double[] x, int at, int row) {
    int worst = 0;
    for (int j = 0; j < width; j++) {
      if (!(Math.abs(x[at + j]) <= Math.abs(x[at + worst]))) {
        worst = j;
      }
    }
    return tooLarge(row, worst, x[at + worst]);
  }

  /** Refuses a row to which no distance could be taken. */
  void checkFinite(double[] x, int at, int row) {
    for (int j = 0; j < width; j++) {
      if (!(Math.abs(x[at + j]) <= LARGEST)) {
        throw tooLarge(row, j, x[at + j]);
      }
    }
  }

  private static LearnerException tooLarge(int row, int feature, double value) {
    return new LearnerException(
        "row "
            + row
            + " of the block: feature "
            + feature
            + " is "
            + value
            + ", no distance can be taken; drop such rows");
  }

  /** Multiplies all weights. */
  void decay(double factor) {
    for (int c = 0; c < weights.length; c++) {
      weights[c] *= factor;
    }
  }

  /** Draws a centre towards a row by the row's share of the cluster's weight. */
  void draw(int cluster, double[] x, int at, double weight) {
    double total = weights[cluster] + weight;
    double share = weight / total;
    weights[cluster] = total;
    int base = cluster * width;
    for (int j = 0; j < width; j++) {
      values[base + j] += share * (x[at + j] - values[base + j]);
    }
  }

  /**
   * Moves a centre to the weighted mean of itself and new rows.
   *
   * @param sums of the new rows, laid out as centres are
   * @param weight of the new rows, > 0
   */
  void moveTowards(int cluster, double[] sums, double weight) {
    double total = weights[cluster] + weight;
    double share = weight / total;
    weights[cluster] = total;
    for (int i = cluster * width; i < (cluster + 1) * width; i++) {
      values[i] = (1 - share) * values[i] + share / weight * sums[i];
    }
  }

  /** If the lightest cluster is dying, it takes over half of the heaviest one. */
  void rescue() {
    int heaviest = 0;
    int lightest = 0;
    for (int c = 1; c < weights.length; c++) {
      heaviest = weights[c] > weights[heaviest] ? c : heaviest;
      lightest = weights[c] < weights[lightest] ? c : lightest;
    }
    if (weights[lightest] < DYING * weights[heaviest]) {
      double half = (weights[heaviest] + weights[lightest]) / 2;
      weights[heaviest] = half;
      weights[lightest] = half;
      for (int j = 0; j < width; j++) {
        double x = values[heaviest * width + j];
        double shift = SPLIT * Math.max(Math.abs(x), 1);
        values[heaviest * width + j] = x + shift;
        values[lightest * width + j] = x - shift;
      }
    }
  }

  void save(StateWriter out) {
    out.put("values", values).put("weights", weights);
  }

  void restore(StateReader in) {
    System.arraycopy(in.getDoubles("values", values.length), 0, values, 0, values.length);
    System.arraycopy(in.getDoubles("weights", weights.length), 0, weights, 0, weights.length);
  }
}
