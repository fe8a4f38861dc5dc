package dev.millrace.file;

import java.io.Serializable;

/** What tells one file format from another: how records are framed and decoded. Immutable. */
interface Format<T> extends Serializable {
  /** Finds where records end. */
  RecordScanner scanner(int maxRecordBytes);

  /** Whether the first record of a file names its columns. */
  boolean hasHeader();

  /**
   * What is needed to decode the records of one file; made once per file.
   *
   * @param file for messages
   * @param header the file's first record where there is a header, empty otherwise
   */
  FileDecoding<T> decoding(String file, byte[] header);
}
