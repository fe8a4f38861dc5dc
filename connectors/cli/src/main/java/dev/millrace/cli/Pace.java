package dev.millrace.cli;

import dev.millrace.core.Trigger;
import java.time.Duration;

/**
 * How a recording is replayed. Batches always hold the same number of rows, save the last, so that
 * a run gives the same output at any speed.
 *
 * @param batchSize rows per batch
 * @param interval from one batch to the next; null for as fast as possible
 * @param rate rows per second that are wanted; infinite for as many as possible
 */
record Pace(int batchSize, Duration interval, double rate) {
  private static final int DEFAULT_BATCH_SIZE = 100;
  private static final double DEFAULT_RATE = 500;
  private static final double MILLIS = 1000;
  private static final double NANOS = 1e9;

  /** Less than this part of a rate is a rate not reached. */
  private static final double REACHED = 0.95;

  /**
   * Of rows per batch, time per batch and rows per second, any two make the third.
   *
   * @param size, interval, rate null where not given; not both of the first two are
   * @param once whether to be as fast as possible unless told otherwise
   */
  static Pace of(Integer size, Duration interval, Double rate, boolean once) {
    if (interval != null) {
      double wanted = rate == null ? DEFAULT_RATE : rate;
      double rows = wanted * interval.toMillis() / MILLIS;
      return new Pace(
          (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(rows))), interval, wanted);
    }
    int rows = size == null ? DEFAULT_BATCH_SIZE : size;
    if (rate == null && once) {
      return new Pace(rows, null, Double.POSITIVE_INFINITY);
    }
    double wanted = rate == null ? DEFAULT_RATE : rate;
    Duration between = Duration.ofNanos(Math.round(NANOS * rows / wanted));
    return new Pace(rows, between.toMillis() < 1 ? null : between, wanted);
  }

  /** Whether rows came markedly slower than was wanted; NaN is not known. */
  boolean missed(double reached) {
    return Double.isFinite(rate) && reached < REACHED * rate;
  }

  Trigger trigger() {
    return interval == null ? Trigger.availableNow() : Trigger.interval(interval);
  }
}
