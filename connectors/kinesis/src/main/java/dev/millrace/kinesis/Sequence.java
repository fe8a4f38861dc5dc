package dev.millrace.kinesis;

/** Sequence numbers: whole numbers of up to 128 digits, growing along a shard. */
final class Sequence {
  private Sequence() {}

  /** As numbers; both without leading zeros. */
  static int compare(String a, String b) {
    return a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
  }
}
