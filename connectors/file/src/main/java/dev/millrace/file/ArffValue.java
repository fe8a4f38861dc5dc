package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes one value after the other out of lines of ARFF: plain up to a byte that ends it, or in
 * single or double quotes with backslash escapes. Used by one thread.
 */
final class ArffValue {
  /** What ends a plain value. */
  enum End {
    /** In a dense row: a comma. */
    FIELD(","),
    /** Within braces: a comma or the brace. */
    BRACED(",}"),
    /** In a header: a blank or an opening brace. */
    WORD(" \t{");

    private final String ends;

    End(String ends) {
      this.ends = ends;
    }
  }

  private byte[] unescaped = new byte[64];

  /** Where the value stands: in the line, or unescaped in an array of its own. */
  byte[] bytes = unescaped;

  int start;
  int end;
  private boolean quoted;

  /** Reads the value at the line's position, and steps over it and the blanks behind. */
  void read(LineScan line, End plainEnd) throws BadRecordException {
    int from = line.at;
    quoted = line.isAt('\'') || line.isAt('"');
    if (quoted) {
      readQuoted(line, (char) line.bytes[line.at]);
      line.skipBlanks();
      return;
    }
    while (!line.isAtEnd() && plainEnd.ends.indexOf(line.bytes[line.at]) < 0) {
      line.at++;
    }
    bytes = line.bytes;
    start = from;
    end = NumberParser.trimEnd(line.bytes, from, line.at);
    if (plainEnd == End.WORD) {
      line.skipBlanks();
    }
    if (start == end) {
      throw line.error(from, "expected a value, got none; a missing one is written ?");
    }
  }

  /** Whether it is a question mark without quotes. */
  boolean isMissing() {
    return !quoted && end - start == 1 && bytes[start] == '?';
  }

  String text() throws BadRecordException {
    return Utf8.decode(bytes, start, end);
  }

  private void readQuoted(LineScan line, char quote) throws BadRecordException {
    int open = line.at++;
    int from = line.at;
    boolean escapes = false;
    while (!line.isAt(quote)) {
      boolean escape = line.isAt('\\');
      escapes |= escape;
      line.at += escape ? 2 : 1;
      if (line.at >= line.to) {
        throw line.error(open, "the quote is not closed");
      }
    }
    bytes = line.bytes;
    start = from;
    end = line.at++;
    if (escapes) {
      unescape(line);
    }
  }

  private void unescape(LineScan line) throws BadRecordException {
    if (unescaped.length < end - start) {
      unescaped = new byte[2 * (end - start)];
    }
    int length = 0;
    for (int i = start; i < end; i++) {
      byte b = line.bytes[i];
      if (b != '\\') {
        unescaped[length++] = b;
        continue;
      }
      byte escaped = line.bytes[++i];
      if (escaped == 'u') {
        byte[] encoded = unicode(line, i + 1);
        System.arraycopy(encoded, 0, unescaped, length, encoded.length);
        length += encoded.length;
        i += 4;
      } else {
        unescaped[length++] =
            switch (escaped) {
              case 'n' -> '\n';
              case 'r' -> '\r';
              case 't' -> '\t';
              default -> escaped;
            };
      }
    }
    bytes = unescaped;
    start = 0;
    end = length;
  }

  private byte[] unicode(LineScan line, int at) throws BadRecordException {
    int code = 0;
    for (int i = at; i < at + 4; i++) {
      int digit = i < end ? Character.digit((char) line.bytes[i], 16) : -1;
      if (digit < 0) {
        throw line.expected("four hexadecimal digits behind \\u", at, Math.min(at + 4, end));
      }
      code = 16 * code + digit;
    }
    if (Character.isSurrogate((char) code)) {
      throw line.error(at, "\\u stands for a whole character, not for half of one");
    }
    return Character.toString(code).getBytes(StandardCharsets.UTF_8);
  }

  /** Whether it is {@code word} in any case, of ASCII letters. */
  boolean is(String word) {
    byte[] lower = new byte[end - start];
    for (int i = 0; i < lower.length; i++) {
      lower[i] = (byte) Character.toLowerCase((char) bytes[start + i]);
    }
    return !quoted && Arrays.equals(lower, word.getBytes(StandardCharsets.US_ASCII));
  }
}
