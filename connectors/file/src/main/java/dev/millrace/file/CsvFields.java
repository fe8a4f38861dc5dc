package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;
import java.util.ArrayList;
import java.util.List;

/** Takes CSV records apart (RFC 4180). */
final class CsvFields {
  private CsvFields() {}

  /** All fields as text; for headers and samples, where speed does not matter. */
  static List<String> split(byte[] bytes, int from, int to, byte delimiter)
      throws BadRecordException {
    List<String> fields = new ArrayList<>();
    int position = from;
    while (true) {
      int end = position;
      if (position < to && bytes[position] == '"') {
        int close = closingQuote(bytes, position, to);
        byte[] unescaped = new byte[close - position];
        int length = unescape(bytes, position + 1, close, unescaped);
        fields.add(Utf8.decode(unescaped, 0, length));
        end = close + 1;
        if (end < to && bytes[end] != delimiter) {
          throw new BadRecordException(
              "field " + fields.size() + ": expected a delimiter behind the closing quote");
        }
      } else {
        while (end < to && bytes[end] != delimiter) {
          end++;
        }
        fields.add(Utf8.decode(bytes, position, end));
      }
      if (end == to) {
        return fields;
      }
      position = end + 1;
    }
  }

  /** The index of the quote that closes the field whose opening quote is at {@code open}. */
  static int closingQuote(byte[] bytes, int open, int to) throws BadRecordException {
    int i = open + 1;
    while (i < to) {
      if (bytes[i] != '"') {
        i++;
      } else if (i + 1 < to && bytes[i + 1] == '"') {
        i += 2;
      } else {
        return i;
      }
    }
    throw new BadRecordException("a quote opens a field and is never closed");
  }

  /** How many quotes stand in {@code bytes[from, to)}. */
  static int escapes(byte[] bytes, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      count += bytes[i] == '"' ? 1 : 0;
    }
    return count;
  }

  /** Copies with one quote for two; how many bytes were written. */
  static int unescape(byte[] bytes, int from, int to, byte[] out) {
    int length = 0;
    for (int i = from; i < to; i++) {
      out[length++] = bytes[i];
      if (bytes[i] == '"') {
        i++;
      }
    }
    return length;
  }
}
