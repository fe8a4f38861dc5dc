package dev.millrace.ml.linear;

import dev.millrace.ml.LearnerException;

/** Says why a descent cannot go on. */
final class NotFinite {
  private NotFinite() {}

  /**
   * Why a score is not finite: a feature of the row, or else the weights.
   *
   * @param rows how many were learned before
   */
  static LearnerException score(int row, double[] values, int from, int count, long rows) {
    for (int k = from; k < from + count; k++) {
      if (Double.isNaN(values[k]) || Double.isInfinite(values[k])) {
        return new LearnerException(
            "row "
                + row
                + " of the block: value "
                + (k - from)
                + " is "
                + values[k]
                + "; use missing=mean for missing values, or drop such rows");
      }
    }
    return diverged("row " + row + " of the block: prediction is not finite", rows);
  }

  /** A copy of weights, which are checked to be finite together with their intercept. */
  static double[] checkedCopy(double[] weights, double intercept, long rows) {
    double sum = intercept;
    for (double weight : weights) {
      sum += weight * 0;
    }
    if (Double.isNaN(sum) || Double.isInfinite(sum)) {
      throw diverged("weights are not finite", rows);
    }
    return weights.clone();
  }

  private static LearnerException diverged(String what, long rows) {
    return new LearnerException(
        what
            + " after "
            + rows
            + " rows: the descent diverged or a feature's magnitude is absurd; use a smaller"
            + " learning rate, scale the features, or drop such rows");
  }
}
