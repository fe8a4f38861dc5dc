package dev.millrace.core.source;

/** What becomes of a record that cannot be decoded. */
public enum BadRecordPolicy {
  /** It goes to the dead-letter sink with its position and the reason, and is counted. */
  DEAD_LETTER,
  /** It stops the pipeline with an error that names position and reason. */
  FAIL
}
