package dev.millrace.ml.evaluate;

/** Which of the labels that are outstanding comes next, in {@link DelayedEvaluation}. */
public enum AnswerOrder {
  /**
   * That of the row that came first: no label overtakes another. What river does where the delay is
   * one for all rows.
   */
  AS_ASKED,
  /**
   * The one that is due first; of those due at the same time that of the row that came first. What
   * river does where each row has a delay of its own.
   */
  AS_DUE
}
