package dev.millrace.ml.feature;

/** What a feature that is NaN means to a learner. */
public enum Missing {
  /** The row is refused: the learner throws. */
  REJECT,

  /**
   * The feature's value is not known: the mean of all values met so far takes its place. It adds
   * nothing to mean and deviation. In sparse rows it counts as not present.
   */
  MEAN
}
