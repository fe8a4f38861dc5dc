package dev.millrace.cli;

import dev.millrace.core.Trigger;
import java.time.Duration;

/**
 * How a recording is replayed. Batches always hold the same number of rows, save the last, so that
 * a run gives the same output at any speed.
 *
 * @param batchSize rows per batch
 * @param interval from one batch to the next; null for as fast as possible
 */
record Pace(int batchSize, Duration interval) {
  private static final int DEFAULT_BATCH_SIZE = 100;
  private static final double DEFAULT_RATE = 500;
  private static final double MILLIS = 1000;

  /**
   * Of rows per batch, time per batch and rows per second, any two make the third.
   *
   * @param size, interval, rate null where not given; not both of the first two are
   * @param once whether to be as fast as possible unless told otherwise
   */
  static Pace of(Integer size, Duration interval, Double rate, boolean once) {
    if (interval != null) {
      double rows = (rate == null ? DEFAULT_RATE : rate) * interval.toMillis() / MILLIS;
      return new Pace((int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(rows))), interval);
    }
    int rows = size == null ? DEFAULT_BATCH_SIZE : size;
    if (rate == null && once) {
      return new Pace(rows, null);
    }
    long millis = Math.round(MILLIS * rows / (rate == null ? DEFAULT_RATE : rate));
    return new Pace(rows, millis < 1 ? null : Duration.ofMillis(millis));
  }

  Trigger trigger() {
    return interval == null ? Trigger.availableNow() : Trigger.interval(interval);
  }
}
