package dev.millrace.file;

import java.io.Serializable;

/** What tells one kind of output file from another. Immutable. */
interface LineFormat<T> extends Serializable {
  /** The file name's extension. */
  String extension();

  /** What a file begins with; may be empty. */
  byte[] header();

  LineEncoder<T> encoder();
}
