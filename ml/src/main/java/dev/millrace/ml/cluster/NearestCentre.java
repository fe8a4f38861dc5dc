package dev.millrace.ml.cluster;

import dev.millrace.ml.internal.Vectors;
import java.util.Arrays;

/**
 * Finds the nearest of centres that stand still, row after row: what {@link Centres#nearest} finds,
 * to the last bit, in less time. All distances are begun with a row's first features; the one that
 * is least so far is finished first, and then those alone that are not beyond it yet: more features
 * never make a distance less (partial distance search: C.-D. Bei and R. M. Gray, "An improvement of
 * the minimum distortion encoding algorithm for vector quantization", IEEE Transactions on
 * Communications 33, 1985). Used by one thread.
 */
final class NearestCentre {
  /** Few enough to stay in registers, and enough to tell most centres from the nearest. */
  private static final int BEGUN = 8;

  private final Centres centres;
  private final double[] scale;
  private final double[] beginnings;
  private final int begun;
  private final double[] firstScale;
  private final double[] found = new double[2];
  private int nearest;
  private double least;

  /**
   * @param scale a factor per feature by which differences are multiplied; empty for none
   */
  NearestCentre(Centres centres, double[] scale) {
    this.centres = centres;
    this.scale = scale;
    this.beginnings = new double[centres.weights.length];
    this.firstScale = Arrays.copyOf(scale, Math.min(BEGUN, scale.length));
    this.begun = centres.width < BEGUN ? 0 : BEGUN;
  }

  /**
   * @param row its number in the block, for messages
   * @return the centre's index, the first of equals
   * @throws dev.millrace.ml.LearnerException if no distance can be taken
   */
  int find(double[] x, int at, int row) {
    int first = begun == 0 ? 0 : scale.length == 0 ? begin(x, at) : beginScaled(x, at);
    nearest = first;
    least = finished(first, x, at);
    for (int c = 0; c < beginnings.length; c++) {
      if (beginnings[c] <= least && c != first) {
        consider(c, finished(c, x, at));
      }
    }
    if (!(least < Double.POSITIVE_INFINITY)) {
      nearest = centres.nearest(x, at, scale, found, 0, row);
      least = found[1];
    }
    return nearest;
  }

  /** The squared distance of what was found last. */
  double squaredDistance() {
    return least;
  }

  private void consider(int centre, double distance) {
    if (distance < least || (distance == least && centre < nearest)) {
      least = distance;
      nearest = centre;
    }
  }

  /** Begins with all distances, and gives the first of those that are least so far. */
  private int begin(double[] x, int at) {
    double x0 = x[at];
    double x1 = x[at + 1];
    double x2 = x[at + 2];
    double x3 = x[at + 3];
    double x4 = x[at + 4];
    double x5 = x[at + 5];
    double x6 = x[at + 6];
    double x7 = x[at + 7];
    double[] c = centres.values;
    int best = 0;
    for (int i = 0, from = 0; i < beginnings.length; i++, from += centres.width) {
      double sum = squared(x0 - c[from]);
      sum += squared(x1 - c[from + 1]);
      sum += squared(x2 - c[from + 2]);
      sum += squared(x3 - c[from + 3]);
      sum += squared(x4 - c[from + 4]);
      sum += squared(x5 - c[from + 5]);
      sum += squared(x6 - c[from + 6]);
      sum += squared(x7 - c[from + 7]);
      beginnings[i] = sum;
      if (beginnings[i] < beginnings[best]) {
        best = i;
      }
    }
    return best;
  }

  private static double squared(double difference) {
    return difference * difference;
  }

  private int beginScaled(double[] x, int at) {
    int best = 0;
    for (int i = 0; i < beginnings.length; i++) {
      beginnings[i] = Vectors.squaredDistance(x, at, centres.values, i * centres.width, firstScale);
      if (beginnings[i] < beginnings[best]) {
        best = i;
      }
    }
    return best;
  }

  private double finished(int centre, double[] x, int at) {
    double[] c = centres.values;
    int width = centres.width;
    int from = centre * width;
    double sum = beginnings[centre];
    if (scale.length == 0) {
      for (int j = begun; j < width; j++) {
        sum += squared(x[at + j] - c[from + j]);
      }
    } else {
      for (int j = begun; j < width; j++) {
        sum += squared((x[at + j] - c[from + j]) * scale[j]);
      }
    }
    return sum;
  }
}
