package dev.millrace.file;

/** The bytes of a range, or the first bytes of the one record in it that is too long to be kept. */
final class RangeBytes {
  static final RangeBytes NONE = new RangeBytes(new byte[0], 0, 0, 0, false);

  final byte[] bytes;
  final int from;
  final int to;

  /** How many line feeds stand before them in the file. */
  final long line;

  final boolean isExcerpt;

  private RangeBytes(byte[] bytes, int from, int to, long line, boolean isExcerpt) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.line = line;
    this.isExcerpt = isExcerpt;
  }

  static RangeBytes of(byte[] bytes, int from, int to, long line) {
    return new RangeBytes(bytes, from, to, line, false);
  }

  static RangeBytes excerpt(byte[] bytes, long line) {
    return new RangeBytes(bytes, 0, bytes.length, line, true);
  }
}
