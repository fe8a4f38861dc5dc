package dev.millrace.ml.feature;

/** How features are brought to one scale before they meet a learner. */
public enum Scaling {
  /** They are taken as they are. */
  NONE,

  /**
   * Online, with what all rows so far have shown. Dense rows: less the mean, divided by the
   * population standard deviation; a feature that has not varied gives 0. Sparse rows: divided by
   * the largest magnitude met, which keeps zeros zero and a rare feature within [-1, 1]. (Dividing
   * by the deviation would make a feature that occurs once in n rows about √n large the first time
   * it is met, enough to throw gradient descent off.)
   */
  STANDARD
}
