package dev.millrace.file;

/** The bytes of a range, or the first bytes of the one record in it that is too long to be kept. */
final class RangeBytes {
  static final RangeBytes NONE = new RangeBytes(new byte[0], 0, 0, false);

  final byte[] bytes;
  final int from;
  final int to;
  final boolean isExcerpt;

  private RangeBytes(byte[] bytes, int from, int to, boolean isExcerpt) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.isExcerpt = isExcerpt;
  }

  static RangeBytes of(byte[] bytes, int from, int to) {
    return new RangeBytes(bytes, from, to, false);
  }

  static RangeBytes excerpt(byte[] bytes) {
    return new RangeBytes(bytes, 0, bytes.length, true);
  }
}
