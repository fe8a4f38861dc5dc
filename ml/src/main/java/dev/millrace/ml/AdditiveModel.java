package dev.millrace.ml;

/**
 * A model whose score of a row is an intercept plus what each feature adds to it, so that every
 * prediction can be explained. The score is the estimate itself, or of a classifier of two classes
 * the logarithm of the odds of the second.
 */
public interface AdditiveModel extends Model {
  /** What a row of which nothing is known scores. */
  double intercept();

  /**
   * What each feature of one dense row adds to its score; with the intercept they add up to it.
   *
   * @param x holds the row from {@code offset} on; not modified
   * @param out takes {@link #features} numbers from index 0 on: weight times preprocessed value
   */
  void contributions(double[] x, int offset, double[] out);
}
