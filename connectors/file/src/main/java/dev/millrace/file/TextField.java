package dev.millrace.file;

/**
 * A text. Short texts that come again, as categories do, are the same String, made once: a small
 * table remembers the last one per hash of its bytes.
 */
final class TextField implements FieldReader {
  private static final int SLOTS = 512;
  private static final int LONGEST_KEPT = 2 * Long.BYTES;

  private final long[] lows = new long[SLOTS];
  private final long[] highs = new long[SLOTS];
  private final String[] values = new String[SLOTS];
  private final int[] lengths = new int[SLOTS];

  @Override
  public void read(byte[] bytes, int from, int to, FieldBuffer out, int slot)
      throws BadRecordException {
    int length = to - from;
    if (length == 0) {
      out.objects[slot] = "";
    } else if (length > LONGEST_KEPT) {
      out.objects[slot] = Utf8.decode(bytes, from, to);
    } else {
      out.objects[slot] = kept(bytes, from, to, length);
    }
  }

  private String kept(byte[] bytes, int from, int to, int length) throws BadRecordException {
    long low = Words.pack(bytes, from, to);
    long high = length > Long.BYTES ? Words.pack(bytes, from + Long.BYTES, to) : 0;
    long mixed = (low ^ Long.rotateLeft(high, 29) ^ length) * 0x9E3779B97F4A7C15L;
    int at = (int) (mixed >>> 55);
    if (lows[at] == low && highs[at] == high && lengths[at] == length) {
      return values[at];
    }
    String value = Utf8.decode(bytes, from, to);
    lows[at] = low;
    highs[at] = high;
    lengths[at] = length;
    values[at] = value;
    return value;
  }
}
