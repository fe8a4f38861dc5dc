package dev.millrace.core.window;

import dev.millrace.core.ConfigurationException;
import java.time.Duration;

/** Checks lengths of time. */
final class Lengths {
  private static final Duration LIMIT = Duration.ofMillis(Long.MAX_VALUE >> 10);

  private Lengths() {}

  /** Refuses what is not a positive number of whole milliseconds, or sums of which overflow. */
  static void requirePositive(String what, Duration length) {
    if (length.isZero()) {
      throw new ConfigurationException(what + " must be at least 1 ms, got " + length);
    }
    requireNotNegative(what, length);
  }

  /** As {@link #requirePositive}, but for zero. */
  static void requireNotNegative(String what, Duration length) {
    if (length.isNegative()
        || length.toNanosPart() % 1_000_000 != 0
        || length.compareTo(LIMIT) > 0) {
      throw new ConfigurationException(
          what + " must be whole milliseconds up to " + LIMIT + ", got " + length);
    }
  }
}
