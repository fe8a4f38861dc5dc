package dev.millrace.ml.internal;

import java.util.Arrays;
import java.util.Objects;

/** Probabilities of classes from scores, which are logarithms of odds up to a common summand. */
public final class Softmax {
  private Softmax() {}

  /**
   * What each class's score counts in the one behind an output, as {@link
   * dev.millrace.ml.AdditiveModel} says: of two classes the second's less the first's, of more the
   * class's less the mean of all.
   */
  public static double[] contrast(int output, int classes) {
    if (classes == 2) {
      Objects.checkIndex(output, 1);
      return new double[] {-1, 1};
    }
    double[] shares = new double[classes];
    Arrays.fill(shares, -1.0 / classes);
    shares[Objects.checkIndex(output, classes)] += 1;
    return shares;
  }

  /** Of two classes, the probability of the second. */
  public static double second(double first, double second) {
    return 1 / (1 + Math.exp(first - second));
  }

  /** Puts probabilities in the place of {@code classes} scores from {@code at} on. */
  public static void normalize(double[] scores, int at, int classes) {
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      most = Math.max(most, scores[at + k]);
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      scores[at + k] = Math.exp(scores[at + k] - most);
      sum += scores[at + k];
    }
    for (int k = 0; k < classes; k++) {
      scores[at + k] /= sum;
    }
  }
}
