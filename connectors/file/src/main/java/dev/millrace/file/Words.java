package dev.millrace.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at eight bytes at a time. A byte is found by a subtraction that borrows from the zero bytes
 * of a word only (S. Anderson, "Bit Twiddling Hacks"; the lowest hit is exact).
 */
final class Words {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private static final long HIGH_NIBBLES = 0xF0F0F0F0F0F0F0F0L;
  private static final long ZEROS = 0x3030303030303030L;

  private Words() {}

  /** The byte in every place of a word. */
  static long repeat(byte b) {
    return ONES * (b & 0xFF);
  }

  /** The eight bytes from {@code at} on, the first one lowest. */
  static long get(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /**
   * The bytes of {@code [from, to)}, at most eight, with zeros above.
   *
   * @return the same for the same bytes, wherever they stand
   */
  static long pack(byte[] bytes, int from, int to) {
    int length = to - from;
    if (from + Long.BYTES <= bytes.length) {
      long word = get(bytes, from);
      return length >= Long.BYTES ? word : word & ((1L << (8 * length)) - 1);
    }
    long word = 0;
    for (int i = to - 1; i >= from; i--) {
      word = word << 8 | (bytes[i] & 0xFF);
    }
    return word;
  }

  /** The first place in {@code [from, to)} where one of two repeated bytes stands, or -1. */
  static int indexOf(byte[] bytes, int from, int to, long first, long second) {
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long word = get(bytes, i);
      long hit = zeros(word ^ first) | zeros(word ^ second);
      if (hit != 0) {
        return i + (Long.numberOfTrailingZeros(hit) >>> 3);
      }
    }
    byte one = (byte) first;
    byte other = (byte) second;
    for (; i < to; i++) {
      if (bytes[i] == one || bytes[i] == other) {
        return i;
      }
    }
    return -1;
  }

  /** The first place in {@code [from, to)} where the repeated byte stands, or {@code to}. */
  static int find(byte[] bytes, int from, int to, long repeated) {
    int i = from;
    for (; i < to && i <= bytes.length - Long.BYTES; i += Long.BYTES) {
      long hit = zeros(get(bytes, i) ^ repeated);
      if (hit != 0) {
        return Math.min(to, i + (Long.numberOfTrailingZeros(hit) >>> 3));
      }
    }
    byte one = (byte) repeated;
    for (; i < to; i++) {
      if (bytes[i] == one) {
        return i;
      }
    }
    return to;
  }

  /** Whether all eight bytes are ASCII digits. */
  static boolean areDigits(long word) {
    return ((word & HIGH_NIBBLES) == ZEROS)
        && (((word + 0x0606060606060606L) & HIGH_NIBBLES) == ZEROS);
  }

  /** The number that eight ASCII digits stand for: pairs, then fours, then all eight. */
  static int number(long digits) {
    long word = digits - ZEROS;
    long pairs = word * 10 + (word >>> 8);
    long fours = (pairs & 0x00FF00FF00FF00FFL) * 100 + ((pairs & 0x00FF00FF00FF00FFL) >>> 16);
    long high = (fours & 0xFFFF) * 10_000;
    return (int) (high + ((fours >>> 32) & 0xFFFF));
  }

  private static long zeros(long word) {
    return (word - ONES) & ~word & HIGHS;
  }
}
