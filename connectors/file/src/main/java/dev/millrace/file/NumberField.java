package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;

/** A double. */
enum NumberField implements FieldReader {
  /** An empty field is a missing value, NaN. */
  OR_MISSING,
  /** An empty field is an error. */
  REQUIRED;

  @Override
  public boolean isNumber() {
    return true;
  }

  @Override
  public void read(byte[] bytes, int from, int to, FieldBuffer out, int slot)
      throws BadRecordException {
    double value = NumberParser.parse(bytes, from, to);
    if (Double.isNaN(value)) {
      if (!NumberParser.isBlank(bytes, from, to)) {
        throw new BadRecordException(
            "expected a finite number, got '" + Utf8.lenient(bytes, from, to) + "'");
      }
      if (this == REQUIRED) {
        throw new BadRecordException(
            "expected a number, got an empty field; where it may be missing, declare the component"
                + " OptionalDouble or Double");
      }
    }
    out.numbers[slot] = value;
  }
}
