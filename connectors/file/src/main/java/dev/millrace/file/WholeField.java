package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;

/** A whole number of a primitive type. */
record WholeField(String type, long min, long max) implements FieldReader {
  @Override
  public void read(byte[] bytes, int from, int to, FieldBuffer out, int slot)
      throws BadRecordException {
    int start = NumberParser.trimStart(bytes, from, to);
    int end = NumberParser.trimEnd(bytes, start, to);
    if (start == end) {
      throw new BadRecordException(
          "expected a whole number, got an empty field; where it may be missing, declare the"
              + " component Optional or boxed");
    }
    boolean negative = bytes[start] == '-';
    int i = negative || bytes[start] == '+' ? start + 1 : start;
    boolean valid = i < end;
    long value = 0;
    for (; i < end && valid; i++) {
      int digit = bytes[i] - '0';
      valid = digit >= 0 && digit <= 9 && value >= (Long.MIN_VALUE + digit) / 10;
      value = value * 10 - digit;
    }
    valid &= negative || value != Long.MIN_VALUE;
    value = negative ? value : -value;
    if (!valid || value < min || value > max) {
      throw new BadRecordException(
          "expected a whole number that fits "
              + type
              + ", got '"
              + Utf8.lenient(bytes, from, to)
              + "'");
    }
    out.wholes[slot] = value;
  }
}
