package dev.millrace.ml.stream;

/** What becomes of a row that has no label when its horizon has passed. */
public enum Unlabelled {
  /** It is given up, and neither scored nor learned from. */
  DROP,
  /**
   * It is scored and learned from as one of the first of two classes: no chargeback within 30 days
   * means that the payment was honest.
   */
  NEGATIVE
}
