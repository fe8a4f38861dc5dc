package dev.millrace.file;

import com.fasterxml.jackson.core.io.NumberInput;
import java.nio.charset.StandardCharsets;

/**
 * Parses decimal numbers straight from bytes to the double that {@link Double#parseDouble} gives.
 *
 * <p>Where the digits make a whole number up to 2^53 and the power of ten is at most 22, both are
 * exact doubles, so that one division or multiplication rounds correctly (W. D. Clinger, "How to
 * read floating point numbers accurately", PLDI 1990). All else goes to Jackson's parser
 * (Eisel-Lemire).
 */
final class NumberParser {
  static final long MAX_EXACT = 1L << 53;
  static final int MAX_POWER = 22;
  static final double[] POWERS = new double[MAX_POWER + 1];

  static {
    for (int i = 0; i <= MAX_POWER; i++) {
      POWERS[i] = Double.parseDouble("1e" + i);
    }
  }

  private NumberParser() {}

  /**
   * The number in {@code bytes[from, to)}: optional sign, digits with an optional point, optional
   * exponent, with spaces around it.
   *
   * @return NaN when it is none, or not finite
   */
  static double parse(byte[] bytes, int from, int to) {
    int start = trimStart(bytes, from, to);
    int end = trimEnd(bytes, start, to);
    int i = start;
    boolean negative = i < end && bytes[i] == '-';
    if (i < end && (negative || bytes[i] == '+')) {
      i++;
    }
    long digits = 0;
    int count = 0;
    int fraction = -1;
    for (; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
        count++;
        fraction += fraction >= 0 ? 1 : 0;
      } else if (bytes[i] == '.' && fraction < 0) {
        fraction = 0;
      } else {
        break;
      }
    }
    if (count == 0) {
      return Double.NaN;
    }
    if (i < end) {
      return isExponent(bytes, i, end) ? slow(bytes, start, end) : Double.NaN;
    }
    int power = Math.max(fraction, 0);
    if (count > 18 || digits > MAX_EXACT || power > MAX_POWER) {
      return slow(bytes, start, end);
    }
    double value = digits / POWERS[power];
    return negative ? -value : value;
  }

  static boolean isBlank(byte[] bytes, int from, int to) {
    return trimStart(bytes, from, to) == to;
  }

  static int trimStart(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && isSpace(bytes[i])) {
      i++;
    }
    return i;
  }

  static int trimEnd(byte[] bytes, int from, int to) {
    int i = to;
    while (i > from && isSpace(bytes[i - 1])) {
      i--;
    }
    return i;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t';
  }

  private static boolean isExponent(byte[] bytes, int from, int to) {
    int i = from;
    if (bytes[i] != 'e' && bytes[i] != 'E') {
      return false;
    }
    i++;
    if (i < to && (bytes[i] == '-' || bytes[i] == '+')) {
      i++;
    }
    int first = i;
    while (i < to && bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    return i == to && i > first;
  }

  private static double slow(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    double value = NumberInput.parseDouble(text, true);
    return Double.isInfinite(value) ? Double.NaN : value;
  }
}
