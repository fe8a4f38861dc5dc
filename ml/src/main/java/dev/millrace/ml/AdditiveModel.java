package dev.millrace.ml;

/**
 * A model whose scores of a row are sums: an intercept plus what each feature adds, so that every
 * prediction can be explained. Each of the {@link #outputs} has a score behind it:
 *
 * <ul>
 *   <li>of a regressor, the estimate itself;
 *   <li>of a classifier of two classes, the logarithm of the odds of the second;
 *   <li>of one of more, the logarithm of the class's probability over the geometric mean of those
 *       of all classes (centred log-ratio; Aitchison 1982, "The statistical analysis of
 *       compositional data").
 * </ul>
 *
 * That the log-odds of naive Bayes are such sums as well as those of logistic regression, and are
 * best shown as such, is due to Možina et al. 2004, "Nomograms for visualization of naive Bayesian
 * classifier".
 */
public interface AdditiveModel extends Model {
  /**
   * Takes the score behind an output apart for one dense row.
   *
   * @param output from 0 to {@link #outputs} − 1
   * @param x holds the row from {@code offset} on; not modified
   * @param out takes {@link #features} numbers from index 0 on: what each feature adds to the score
   * @return the intercept, to which they are added
   * @throws IndexOutOfBoundsException if there is no such output
   */
  double contributions(int output, double[] x, int offset, double[] out);
}
