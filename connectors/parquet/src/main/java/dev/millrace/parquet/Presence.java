package dev.millrace.parquet;

import java.util.Optional;

/** What becomes of a value that may be null. */
enum Presence {
  REQUIRED,
  NULLABLE,
  OPTIONAL;

  /**
   * @throws IllegalArgumentException when it is null and must not be
   */
  Object of(Object value) {
    if (this == OPTIONAL) {
      return Optional.ofNullable(value);
    }
    if (value == null && this == REQUIRED) {
      throw new IllegalArgumentException(
          "expected a value, got null; where it may be null, declare it Optional");
    }
    return value;
  }
}
