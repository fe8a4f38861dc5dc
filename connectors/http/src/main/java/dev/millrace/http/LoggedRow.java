package dev.millrace.http;

import dev.millrace.core.source.log.LogFormat;
import java.nio.charset.StandardCharsets;

/**
 * A posted row as it stands in the log: a byte with the length of the request's idempotency key,
 * the key in ASCII, and the row. Only the first row of a request has a key.
 */
record LoggedRow<T>(LogFormat.Decoder<T> decoder) implements LogFormat.Decoder<T> {
  static final int LONGEST_KEY = 127;

  @Override
  public T decode(byte[] bytes, int start, int length) throws Exception {
    int head = 1 + bytes[start];
    return decoder.decode(bytes, start + head, length - head);
  }

  @Override
  public String excerpt(byte[] bytes, int start, int length) {
    int head = 1 + bytes[start];
    return decoder.excerpt(bytes, start + head, length - head);
  }

  /** The key; empty for none. */
  static String key(byte[] bytes) {
    return new String(bytes, 1, bytes[0], StandardCharsets.US_ASCII);
  }

  /** What stands before the row. */
  static byte[] head(String key) {
    byte[] ascii = key.getBytes(StandardCharsets.US_ASCII);
    byte[] head = new byte[1 + ascii.length];
    head[0] = (byte) ascii.length;
    System.arraycopy(ascii, 0, head, 1, ascii.length);
    return head;
  }
}
