package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** One of the values that are allowed: an open-addressing table of their bytes. */
final class NominalField implements FieldReader {
  private static final int SHOWN = 10;

  private final List<String> allowed;
  private final byte[][] keys;
  private final String[] values;

  NominalField(List<String> allowed) {
    this.allowed = allowed;
    int capacity = Integer.highestOneBit(Math.max(1, allowed.size())) << 2;
    keys = new byte[capacity][];
    values = new String[capacity];
    for (String value : allowed) {
      byte[] key = value.getBytes(StandardCharsets.UTF_8);
      int at = find(key, 0, key.length);
      keys[at] = key;
      values[at] = value;
    }
  }

  /** Where these bytes stand, or would. */
  private int find(byte[] bytes, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    int at = (hash ^ (hash >>> 16)) & (keys.length - 1);
    while (keys[at] != null && !Arrays.equals(keys[at], 0, keys[at].length, bytes, from, to)) {
      at = (at + 1) & (keys.length - 1);
    }
    return at;
  }

  @Override
  public void read(byte[] bytes, int from, int to, FieldBuffer out, int slot)
      throws BadRecordException {
    String value = values[find(bytes, from, to)];
    if (value == null) {
      throw new BadRecordException(
          "expected one of "
              + allowed.subList(0, Math.min(SHOWN, allowed.size()))
              + (allowed.size() > SHOWN ? " …" : "")
              + ", got '"
              + Utf8.lenient(bytes, from, to)
              + "'");
    }
    out.objects[slot] = value;
  }
}
