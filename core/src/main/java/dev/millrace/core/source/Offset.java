package dev.millrace.core.source;

import java.io.Serializable;
import java.util.Objects;

/**
 * A position in a split, in the source's own words. The engine stores it, hands it back and
 * compares it for equality; only the source reads it. It must say the same to every later version
 * of the source.
 *
 * @param value at most 1,000 characters, for instance {@code "1523"} or {@code "1523:88231"}
 */
public record Offset(String value) implements Serializable {
  public Offset {
    Objects.requireNonNull(value, "value");
    if (value.length() > 1000) {
      throw new IllegalArgumentException("offset of " + value.length() + " characters, limit 1000");
    }
  }

  public static Offset of(long position) {
    return new Offset(Long.toString(position));
  }

  /** The position, where the value is a plain whole number. */
  public long position() {
    return Long.parseLong(value);
  }
}
