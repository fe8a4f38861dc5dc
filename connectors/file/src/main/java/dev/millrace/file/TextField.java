package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;
import java.util.Arrays;

/**
 * A text. Texts that come again, as categories do, are the same String, made once: a small table
 * remembers the last one per hash of its bytes.
 */
final class TextField implements FieldReader {
  private static final int SLOTS = 512;
  private static final int LONGEST_KEPT = 24;

  private final byte[][] keys = new byte[SLOTS][];
  private final String[] values = new String[SLOTS];

  @Override
  public void read(byte[] bytes, int from, int to, FieldBuffer out, int slot)
      throws BadRecordException {
    out.objects[slot] = text(bytes, from, to);
  }

  private String text(byte[] bytes, int from, int to) throws BadRecordException {
    if (from == to) {
      return "";
    }
    if (to - from > LONGEST_KEPT) {
      return Utf8.decode(bytes, from, to);
    }
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    int at = (hash ^ (hash >>> 9) ^ (hash >>> 18)) & (SLOTS - 1);
    byte[] key = keys[at];
    if (key != null && Arrays.equals(key, 0, key.length, bytes, from, to)) {
      return values[at];
    }
    String value = Utf8.decode(bytes, from, to);
    keys[at] = Arrays.copyOfRange(bytes, from, to);
    values[at] = value;
    return value;
  }
}
