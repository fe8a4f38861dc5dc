package dev.millrace.ml.evaluate;

/** Which model predicts a row, in prequential evaluation (test, then train). */
public enum EvaluationMode {
  /**
   * The learner that has seen all rows before it; figures do not depend on how rows are cut into
   * batches. A {@link dev.millrace.ml.MergeableLearner}, which learns a batch at a time, predicts
   * with what it knew before the row's batch.
   */
  PER_ROW,
  /** The model committed with the batch before: what a caller of the server would have got. */
  PER_BATCH
}
