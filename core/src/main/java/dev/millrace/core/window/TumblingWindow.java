package dev.millrace.core.window;

import java.time.Duration;

/**
 * Windows of one size, one after the other; a record is in exactly one.
 *
 * @param size from 1 ms on
 * @param offset how long after 1970-01-01T00:00:00Z a window begins
 */
public record TumblingWindow(Duration size, Duration offset) implements Window {
  public TumblingWindow {
    Lengths.requirePositive("size of a tumbling window", size);
    Lengths.requireNotNegative("offset of a tumbling window", offset);
  }

  /** Aligned to 1970-01-01T00:00:00Z. */
  public static TumblingWindow of(Duration size) {
    return new TumblingWindow(size, Duration.ZERO);
  }

  /** Aligned to a time of its own, for instance that of a time zone. */
  public TumblingWindow withOffset(Duration newOffset) {
    return new TumblingWindow(size, newOffset);
  }
}
