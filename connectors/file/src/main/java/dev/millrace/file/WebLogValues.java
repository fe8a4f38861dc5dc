package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;
import java.nio.charset.StandardCharsets;

/** Makes an entry of the fields that were found in a line. Used by one thread. */
final class WebLogValues {
  private static final String[] METHODS = {
    "GET", "POST", "HEAD", "PUT", "OPTIONS", "DELETE", "PATCH", "CONNECT", "TRACE", "PROPFIND"
  };
  private static final String[] PROTOCOLS = {"HTTP/1.1", "HTTP/2.0", "HTTP/1.0", "HTTP/3.0"};
  private static final int MAX_DIGITS = 18;

  private final LineScan line;
  private final byte[] bytes;
  private final int[] starts;
  private final int[] ends;

  /** {@code starts}, {@code ends}: by slot of field; equal for one that is not there. */
  WebLogValues(LineScan line, int[] starts, int[] ends) {
    this.line = line;
    this.bytes = line.bytes;
    this.starts = starts;
    this.ends = ends;
  }

  WebLogEntry entry(String rest) throws BadRecordException {
    int requestStart = start(WebLogField.REQUEST);
    int requestEnd = end(WebLogField.REQUEST);
    int methodEnd = methodEnd(requestStart, requestEnd);
    boolean split = methodEnd >= 0;
    int protocolStart = split ? protocolStart(methodEnd, requestEnd) : requestEnd;
    int pathEnd = protocolStart == requestEnd ? requestEnd : protocolStart - 1;
    String path = split ? unescaped(bytes, methodEnd + 1, pathEnd) : value(WebLogField.REQUEST);
    return new WebLogEntry(
        value(WebLogField.HOST),
        value(WebLogField.IDENTITY),
        value(WebLogField.USER),
        WebLogTime.parse(line, start(WebLogField.TIME), end(WebLogField.TIME)),
        split ? known(METHODS, requestStart, methodEnd) : value(WebLogField.METHOD),
        path.isEmpty() ? value(WebLogField.PATH) + value(WebLogField.QUERY) : path,
        split ? known(PROTOCOLS, protocolStart, requestEnd) : value(WebLogField.PROTOCOL),
        status(),
        whole(WebLogField.BYTES),
        value(WebLogField.REFERRER),
        value(WebLogField.USER_AGENT),
        seconds(),
        rest);
  }

  private int start(WebLogField field) {
    return starts[field.slot()];
  }

  private int end(WebLogField field) {
    return ends[field.slot()];
  }

  private boolean dash(int start, int end) {
    return end - start == 1 && bytes[start] == '-';
  }

  private String value(WebLogField field) {
    int start = start(field);
    int end = end(field);
    return start == end || dash(start, end) ? "" : unescaped(bytes, start, end);
  }

  /** Where the method of a request line ends that is none of garbage; -1 otherwise. */
  private int methodEnd(int start, int end) {
    int i = start;
    while (i < end
        && ((bytes[i] >= 'A' && bytes[i] <= 'Z') || bytes[i] == '-' || bytes[i] == '_')) {
      i++;
    }
    return i > start && i + 1 < end && bytes[i] == ' ' ? i : -1;
  }

  /** Where the protocol behind the last blank begins, or the end when there is none. */
  private int protocolStart(int methodEnd, int end) {
    int i = end;
    while (i > methodEnd + 1 && bytes[i - 1] != ' ') {
      i--;
    }
    boolean is =
        i > methodEnd + 1
            && end - i > 5
            && bytes[i] == 'H'
            && bytes[i + 1] == 'T'
            && bytes[i + 2] == 'T'
            && bytes[i + 3] == 'P'
            && bytes[i + 4] == '/';
    return is ? i : end;
  }

  private String known(String[] texts, int start, int end) {
    for (String text : texts) {
      int length = text.length();
      if (length == end - start) {
        int i = 0;
        while (i < length && bytes[start + i] == text.charAt(i)) {
          i++;
        }
        if (i == length) {
          return text;
        }
      }
    }
    return text(bytes, start, end);
  }

  private int status() throws BadRecordException {
    int start = start(WebLogField.STATUS);
    int end = end(WebLogField.STATUS);
    long status = whole(WebLogField.STATUS);
    if (end - start > 3 || (status != 0 && status < 100)) {
      throw line.expected("a status of three digits", start, end);
    }
    return (int) status;
  }

  private long whole(WebLogField field) throws BadRecordException {
    int start = start(field);
    int end = end(field);
    if (start == end || dash(start, end)) {
      return 0;
    }
    long value = 0;
    for (int i = start; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9 || end - start > MAX_DIGITS) {
        throw line.expected(field + ", a whole number or -", start, end);
      }
      value = 10 * value + digit;
    }
    return value;
  }

  private double seconds() throws BadRecordException {
    double seconds = number(WebLogField.SECONDS);
    if (Double.isNaN(seconds)) {
      seconds = number(WebLogField.MILLISECONDS) / 1e3;
    }
    return Double.isNaN(seconds) ? number(WebLogField.MICROSECONDS) / 1e6 : seconds;
  }

  private double number(WebLogField field) throws BadRecordException {
    int start = start(field);
    int end = end(field);
    return start == end || dash(start, end)
        ? Double.NaN
        : line.number(start, end, field.toString());
  }

  /** UTF-8, or Latin-1 where the bytes are no UTF-8. */
  static String text(byte[] bytes, int start, int end) {
    try {
      return Utf8.decode(bytes, start, end);
    } catch (BadRecordException e) {
      return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
  }

  /** Without the backslashes; with them where what they stand for is no text. */
  private static String unescaped(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == '\\') {
        return WebLogEscapes.unescape(bytes, start, end);
      }
    }
    return text(bytes, start, end);
  }
}
