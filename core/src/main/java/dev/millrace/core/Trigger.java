package dev.millrace.core;

import java.time.Duration;

/** When the next batch is made. */
public sealed interface Trigger {
  /**
   * At multiples of a batch interval; a batch that takes longer delays the next.
   *
   * @param interval from 1 ms on
   */
  record Interval(Duration interval) implements Trigger {
    public Interval {
      if (interval.toMillis() < 1) {
        throw new ConfigurationException("batch interval must be at least 1 ms, got " + interval);
      }
    }
  }

  /** As soon as the one before is done and there is something to read. */
  record Continuous() implements Trigger {}

  /** What is there now, batch after batch, then end; sources that never end are read up to now. */
  record AvailableNow() implements Trigger {}

  static Trigger interval(Duration interval) {
    return new Interval(interval);
  }

  static Trigger continuous() {
    return new Continuous();
  }

  static Trigger availableNow() {
    return new AvailableNow();
  }
}
