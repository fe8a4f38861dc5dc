package dev.millrace.core.internal.graph;

/** State that can tell how large it is. */
public interface Rows {
  /** How many keys or held values there are. */
  long rows();
}
