package dev.millrace.file;

/** Writes values as lines. Used by one thread. */
@FunctionalInterface
interface LineEncoder<T> {
  /** Appends the value and a line feed. */
  void encode(T value, ByteOutput out) throws Exception;
}
