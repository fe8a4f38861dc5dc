package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;
import java.util.Arrays;

/**
 * Makes texts of bytes. Those that come again, as categories and names do, are the same String,
 * made once: a small table remembers the last one per hash of its bytes. Thread-safe; a race costs
 * a String.
 */
final class TextTable {
  private static final int LONGEST_KEPT = 24;

  private final Entry[] entries;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(byte[] key, String value) {}

  /**
   * @param slots a power of two
   */
  TextTable(int slots) {
    this.entries = new Entry[slots];
  }

  String text(byte[] bytes, int from, int to) throws BadRecordException {
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
    int at = (hash ^ (hash >>> 9) ^ (hash >>> 18)) & (entries.length - 1);
    Entry entry = entries[at];
    if (entry == null || !Arrays.equals(entry.key, 0, entry.key.length, bytes, from, to)) {
      entry = new Entry(Arrays.copyOfRange(bytes, from, to), Utf8.decode(bytes, from, to));
      entries[at] = entry;
    }
    return entry.value;
  }
}
