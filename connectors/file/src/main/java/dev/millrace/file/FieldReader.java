package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;

/** Reads one field into its slot. Used by one thread. */
interface FieldReader {
  /** Reads {@code bytes[from, to)}, the field without its quotes. */
  void read(byte[] bytes, int from, int to, FieldBuffer out, int slot) throws BadRecordException;

  /** Whether {@link CsvDecoder} may read a plain decimal into {@code numbers} itself. */
  default boolean isNumber() {
    return false;
  }
}
