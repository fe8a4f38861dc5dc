package dev.millrace.parquet;

/**
 * Reads what is made of a vector of a record batch. What does not fit is reported to the row's
 * {@link RowFaults}. Used by one thread.
 */
@FunctionalInterface
interface ArrowNode {
  /** The value at that place of the vector, as it was wanted; null where none can be made. */
  Object read(int at);
}
