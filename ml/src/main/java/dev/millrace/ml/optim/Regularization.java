package dev.millrace.ml.optim;

import dev.millrace.core.ConfigurationException;

/**
 * What large weights cost; the intercept is free. Immutable.
 *
 * <p>L2 adds {@code l2 * w} to the gradient. L1 is Tsuruoka's cumulative penalty (Tsuruoka, Tsujii
 * and Ananiadou 2009): a weight is drawn towards zero by what all steps so far amount to, less what
 * it has paid already, and stays at exactly zero rather than crossing it. In sparse rows both reach
 * a weight when its feature occurs; L1 then makes up for the rows between.
 *
 * @param l1 at least 0
 * @param l2 at least 0
 */
public record Regularization(double l1, double l2) {
  public Regularization {
    if (!(l1 >= 0) || !(l2 >= 0) || Double.isInfinite(l1) || Double.isInfinite(l2)) {
      throw new ConfigurationException(
          "regularization: l1 and l2 must be finite and >= 0, got " + l1 + " and " + l2);
    }
  }

  public static Regularization none() {
    return new Regularization(0, 0);
  }

  public static Regularization l1(double l1) {
    return new Regularization(l1, 0);
  }

  public static Regularization l2(double l2) {
    return new Regularization(0, l2);
  }
}
