package dev.millrace.jdbc;

import java.math.BigDecimal;
import java.util.Optional;

/** How many bytes rows take in memory, about. */
final class RowBytes {
  private static final long ROW = 16;
  private static final long VALUE = 8;
  private static final long OBJECT = 24;

  private RowBytes() {}

  /** No row of so many values takes less. */
  static long least(int width) {
    return ROW + VALUE * width;
  }

  static long of(Object... values) {
    long bytes = least(values.length);
    for (Object value : values) {
      bytes += beside(value);
    }
    return bytes;
  }

  /** What a value takes beside its place in the row. */
  private static long beside(Object value) {
    if (value instanceof String text) {
      return 2 * OBJECT + text.length();
    } else if (value instanceof BigDecimal decimal) {
      return 2 * OBJECT + decimal.precision() / 2;
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      return 0;
    } else if (value instanceof byte[] bytes) {
      return OBJECT + bytes.length;
    } else if (value instanceof Optional<?> optional) {
      return OBJECT + beside(optional.orElse(null));
    }
    return value instanceof Enum ? 0 : 2 * OBJECT;
  }
}
