package dev.millrace.core.sink;

/** What a reader of a sink may count on when the process is killed at any moment. */
public enum Delivery {
  /** Every committed batch shows exactly once. */
  EXACTLY_ONCE,
  /** Every committed batch shows; the last one before a crash may show twice. */
  AT_LEAST_ONCE,
  /** A committed batch shows once, or not at all when a crash comes right after its commit. */
  AT_MOST_ONCE
}
