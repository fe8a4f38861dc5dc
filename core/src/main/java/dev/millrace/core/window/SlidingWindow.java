package dev.millrace.core.window;

import dev.millrace.core.ConfigurationException;
import java.time.Duration;

/**
 * Windows of one size that begin every {@code slide}; a record is in {@code size / slide} of them,
 * and costs as much.
 *
 * @param size from 1 ms on
 * @param slide from 1 ms to {@code size}
 * @param offset how long after 1970-01-01T00:00:00Z a window begins
 */
public record SlidingWindow(Duration size, Duration slide, Duration offset) implements Window {
  public SlidingWindow {
    Lengths.requirePositive("size of a sliding window", size);
    Lengths.requirePositive("slide of a sliding window", slide);
    Lengths.requireNotNegative("offset of a sliding window", offset);
    if (slide.compareTo(size) > 0) {
      throw new ConfigurationException(
          "windows of " + size + " every " + slide + " leave records out; slide at most the size");
    }
  }

  /** Aligned to 1970-01-01T00:00:00Z. */
  public static SlidingWindow of(Duration size, Duration slide) {
    return new SlidingWindow(size, slide, Duration.ZERO);
  }

  /** Aligned to a time of its own. */
  public SlidingWindow withOffset(Duration newOffset) {
    return new SlidingWindow(size, slide, newOffset);
  }
}
