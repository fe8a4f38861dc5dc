package dev.millrace.file;

import com.fasterxml.jackson.core.io.NumberOutput;

/** Writes one CSV record after the other (RFC 4180, line feeds, comma). Used by one thread. */
final class CsvLine {
  private final ByteOutput out;
  private boolean first = true;

  CsvLine(ByteOutput out) {
    this.out = out;
  }

  private void separate() {
    if (!first) {
      out.write(',');
    }
    first = false;
  }

  /** As {@link ByteOutput#number} has it; NaN, a missing value, is empty. */
  void number(double value) {
    separate();
    if (!Double.isNaN(value)) {
      out.number(value);
    }
  }

  /** Likewise. */
  void number(float value) {
    separate();
    if (!Float.isNaN(value)) {
      out.ascii(NumberOutput.toString(value, true));
    }
  }

  void whole(long value) {
    separate();
    out.whole(value);
  }

  void flag(boolean value) {
    separate();
    out.ascii(value ? "true" : "false");
  }

  void text(String value) {
    separate();
    boolean plain = true;
    boolean ascii = true;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      plain &= c != ',' && c != '"' && c != '\n' && c != '\r';
      ascii &= c < 128;
    }
    String field = plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    if (ascii) {
      out.ascii(field);
    } else {
      out.text(field);
    }
  }

  /** Any value: numbers as above, null and an empty Optional as nothing, all else as its text. */
  void value(Object value) {
    if (value instanceof Double number) {
      number(number.doubleValue());
    } else if (value instanceof Float number) {
      number(number.floatValue());
    } else if (value instanceof java.util.Optional<?> optional) {
      value(optional.isPresent() ? optional.get() : null);
    } else if (value instanceof java.util.OptionalDouble optional) {
      number(optional.orElse(Double.NaN));
    } else if (value instanceof java.util.OptionalLong optional) {
      text(optional.isPresent() ? Long.toString(optional.getAsLong()) : "");
    } else if (value instanceof java.util.OptionalInt optional) {
      text(optional.isPresent() ? Integer.toString(optional.getAsInt()) : "");
    } else {
      text(value == null ? "" : value.toString());
    }
  }

  void end() {
    out.write('\n');
    first = true;
  }
}
