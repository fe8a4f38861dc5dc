package dev.millrace.file;

import java.nio.charset.StandardCharsets;

/** What a file begins with, in front of its records. */
enum HeaderKind {
  NONE,
  /** One record, which names the columns. */
  RECORD,
  /** Lines up to one that says {@code @data}, as of ARFF. */
  UNTIL_DATA;

  private static final byte[] DATA = "@data".getBytes(StandardCharsets.US_ASCII);

  /** Whether the header ends with {@code bytes[from, to)}, a record of it. */
  boolean endsWith(byte[] bytes, int from, int to) {
    if (this != UNTIL_DATA) {
      return true;
    }
    int start = NumberParser.trimStart(bytes, from, to);
    int end = start + DATA.length;
    if (end > to || (end < to && bytes[end] > ' ')) {
      return false;
    }
    for (int i = 0; i < DATA.length; i++) {
      if (Character.toLowerCase((char) bytes[start + i]) != DATA[i]) {
        return false;
      }
    }
    return true;
  }
}
