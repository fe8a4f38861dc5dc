package dev.millrace.ml.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.ml.LearnerException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NearestCentreTest {
  private static final int ROWS = 60;

  /** With centres far apart, close together, and the same twice; with rows on and between them. */
  @Test
  void shouldFindWhatTheFullSearchFinds() {
    SplittableRandom random = new SplittableRandom(1);
    for (int clusters = 1; clusters <= 14; clusters++) {
      for (int width : new int[] {1, 3, 30}) {
        for (double apart : new double[] {0, 1, 20}) {
          for (boolean scaled : new boolean[] {false, true}) {
            check(random.split(), new Centres(clusters, width), apart, scaled);
          }
        }
      }
    }
  }

  private static void check(
      SplittableRandom random, Centres centres, double apart, boolean scaled) {
    int width = centres.width;
    int clusters = centres.weights.length;
    fill(centres.values, random, apart);
    if (clusters > 2) {
      System.arraycopy(centres.values, 0, centres.values, 2 * width, width);
    }
    double[] scale = new double[scaled ? width : 0];
    fill(scale, random, 3);
    NearestCentre search = new NearestCentre(centres, scale);
    for (int row = 0; row < ROWS; row++) {
      double[] x = row(random, centres, row % clusters, (row + 1) % clusters, row % 4 / 2.0);
      double[] expected = new double[2];
      centres.nearest(x, 0, scale, expected, 0, row);
      String where = clusters + " clusters, width " + width + ", apart " + apart + ", row " + row;
      assertEquals(expected[0], search.find(x, 0, row), where);
      assertEquals(expected[1], search.squaredDistance(), where);
    }
  }

  /** Half-way between two centres, on one of them, or near it. */
  private static double[] row(
      SplittableRandom random, Centres centres, int one, int other, double noise) {
    double[] x = new double[centres.width];
    for (int j = 0; j < x.length; j++) {
      double a = centres.values[one * x.length + j];
      double b = centres.values[other * x.length + j];
      x[j] = noise == 0.5 ? (a + b) / 2 : a + noise * random.nextGaussian();
    }
    return x;
  }

  private static void fill(double[] values, SplittableRandom random, double spread) {
    Arrays.setAll(values, i -> spread * random.nextGaussian());
  }

  @Test
  void shouldRefuseARowThatIsNotFiniteAsTheFullSearchDoes() {
    Centres centres = new Centres(5, 2);
    NearestCentre search = new NearestCentre(centres, new double[0]);
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e200}) {
      double[] x = {1, bad};
      String message =
          assertThrows(LearnerException.class, () -> search.find(x, 0, 7)).getMessage();
      assertEquals(
          assertThrows(
                  LearnerException.class,
                  () -> centres.nearest(x, 0, new double[0], new double[2], 0, 7))
              .getMessage(),
          message);
    }
  }
}
