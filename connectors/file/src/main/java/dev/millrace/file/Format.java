package dev.millrace.file;

import java.io.Serializable;

/** What tells one file format from another: how records are framed and decoded. Immutable. */
interface Format<T> extends Serializable {
  /** Finds where records end. */
  RecordScanner scanner(int maxRecordBytes);

  /** What a file begins with. */
  HeaderKind header();

  /**
   * What is needed to decode the records of one file; made once per file.
   *
   * @param file for messages
   * @param header what {@link HeaderReader} gave where there is a header, empty otherwise
   */
  FileDecoding<T> decoding(String file, byte[] header);
}
