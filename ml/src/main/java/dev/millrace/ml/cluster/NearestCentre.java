package dev.millrace.ml.cluster;

import java.util.Arrays;

/**
 * Finds the nearest of centres that stand still, row after row: what {@link Centres#nearest} finds,
 * to the last bit, in less time. Four distances are summed side by side, so that no addition waits
 * for the one before it; and by the triangle inequality no other centre is as near as one at less
 * than half of its distance from its own nearest neighbour (C. Elkan, "Using the triangle
 * inequality to accelerate k-means", ICML 2003). Used by one thread.
 */
final class NearestCentre {
  /** Allows for the rounding of distances. */
  private static final double MARGIN = 1 - 1e-9;

  private final Centres centres;
  private final double[] scale;
  private final double[] four = new double[4];
  private final double[] found = new double[2];
  private final double[] reach;
  private int rows;

  /**
   * @param scale a factor per feature by which differences are multiplied; empty for none
   */
  NearestCentre(Centres centres, double[] scale) {
    this.centres = centres;
    this.scale = scale;
    this.reach = new double[centres.weights.length];
  }

  /**
   * @param row its number in the block, for messages
   * @return the centre's index, the first of equals
   * @throws dev.millrace.ml.LearnerException if no distance can be taken
   */
  int find(double[] x, int at, int row) {
    if (rows++ == reach.length) {
      measure();
    }
    int clusters = reach.length;
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < clusters && !(least < reach[nearest]); c += 4) {
      // the last four overlap the ones before them; an equal distance changes nothing
      int first = Math.max(0, Math.min(c, clusters - 4));
      distances(x, at, first);
      for (int i = 0; i < Math.min(4, clusters); i++) {
        if (four[i] < least) {
          least = four[i];
          nearest = first + i;
        }
      }
    }
    if (least == Double.POSITIVE_INFINITY) {
      return centres.nearest(x, at, scale, found, 0, row);
    }
    found[1] = least;
    return nearest;
  }

  /** The squared distance of what was found last. */
  double squaredDistance() {
    return found[1];
  }

  /** From four centres that follow each other; where there are fewer, the last again and again. */
  private void distances(double[] x, int at, int centre) {
    int width = centres.width;
    double[] values = centres.values;
    int last = (reach.length - 1) * width;
    int first = centre * width;
    int second = Math.min(first + width, last);
    int third = Math.min(second + width, last);
    int fourth = Math.min(third + width, last);
    double d0 = 0;
    double d1 = 0;
    double d2 = 0;
    double d3 = 0;
    if (scale.length == 0) {
      for (int j = 0; j < width; j++) {
        double value = x[at + j];
        double e0 = value - values[first + j];
        double e1 = value - values[second + j];
        double e2 = value - values[third + j];
        double e3 = value - values[fourth + j];
        d0 += e0 * e0;
        d1 += e1 * e1;
        d2 += e2 * e2;
        d3 += e3 * e3;
      }
    } else {
      for (int j = 0; j < width; j++) {
        double value = x[at + j];
        double factor = scale[j];
        double e0 = (value - values[first + j]) * factor;
        double e1 = (value - values[second + j]) * factor;
        double e2 = (value - values[third + j]) * factor;
        double e3 = (value - values[fourth + j]) * factor;
        d0 += e0 * e0;
        d1 += e1 * e1;
        d2 += e2 * e2;
        d3 += e3 * e3;
      }
    }
    four[0] = d0;
    four[1] = d1;
    four[2] = d2;
    four[3] = d3;
  }

  /** Costs as much as half of the rows that came before did. */
  private void measure() {
    Arrays.fill(reach, Double.POSITIVE_INFINITY);
    for (int c = 0; c < reach.length; c++) {
      for (int other = 0; other < c; other++) {
        double quarter =
            MARGIN / 4 * centres.squaredDistance(c, centres.values, other * centres.width, scale);
        reach[c] = Math.min(reach[c], quarter);
        reach[other] = Math.min(reach[other], quarter);
      }
    }
  }
}
