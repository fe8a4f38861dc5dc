package dev.millrace.core.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The pipeline's only source of time. {@link #instant} is wall-clock time and may jump; {@link
 * #nanos} never runs backwards and is what intervals are measured with. Thread-safe.
 */
public interface Clock {
  Instant instant();

  /** Nanoseconds since some fixed moment. */
  long nanos();

  /** Waits for {@code duration} of this clock's time, or until interrupted. */
  void sleep(Duration duration) throws InterruptedException;

  static Clock system() {
    return SystemClock.INSTANCE;
  }
}
