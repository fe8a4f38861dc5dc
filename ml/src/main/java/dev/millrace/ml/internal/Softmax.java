package dev.millrace.ml.internal;

/** Probabilities of classes from scores, which are logarithms of odds up to a common summand. */
public final class Softmax {
  private Softmax() {}

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
