package dev.millrace.core.internal.runtime;

import dev.millrace.core.Backpressure;
import java.time.Duration;

/**
 * Sets the rate of a source by the speed of processing; the formulas of Spark's {@code
 * PIDRateEstimator}, in its words:
 *
 * <pre>
 * error           = latest rate − processing rate
 * historicalError = scheduling delay · processing rate / batch interval
 * dError          = (error − latest error) / time since the last update
 * new rate        = max(latest rate − Kp·error − Ki·historicalError − Kd·dError, min rate)
 * </pre>
 *
 * <p>The first batch sets the latest rate to its processing rate. A batch without records says
 * nothing and changes nothing.
 */
final class PidRateController {
  private static final double NANOS = 1e9;

  private final Backpressure settings;
  private final double batchSeconds;
  private boolean first = true;
  private long latestNanos;
  private double latestRate;
  private double latestError;

  PidRateController(Backpressure settings, Duration batchInterval) {
    this.settings = settings;
    this.batchSeconds = batchInterval.toNanos() / NANOS;
  }

  /** Most records that the next batch may take from the source. */
  long limit() {
    if (first) {
      return settings.initialBatchRecords();
    }
    return (long) Math.max(1, Math.min(latestRate * batchSeconds, Long.MAX_VALUE));
  }

  /**
   * A batch is done.
   *
   * @param nanos when it was done
   * @param records how many it took from the source
   * @param processing how long it took
   * @param delay how long it waited
   */
  void update(long nanos, long records, Duration processing, Duration delay) {
    if (records <= 0 || processing.isZero()) {
      return;
    }
    double processingRate = records / (processing.toNanos() / NANOS);
    if (first) {
      first = false;
      latestRate = Math.max(processingRate, settings.minRate());
      latestNanos = nanos;
      return;
    }
    if (nanos <= latestNanos) {
      return;
    }
    double error = latestRate - processingRate;
    double historicalError = delay.toNanos() / NANOS * processingRate / batchSeconds;
    double change = (error - latestError) / ((nanos - latestNanos) / NANOS);
    latestRate =
        Math.max(
            latestRate
                - settings.proportional() * error
                - settings.integral() * historicalError
                - settings.derivative() * change,
            settings.minRate());
    latestError = error;
    latestNanos = nanos;
  }
}
