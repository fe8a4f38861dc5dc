package dev.millrace.core;

import java.time.Duration;
import java.util.Objects;

/**
 * When a pipeline that cannot keep up does less with its batches: learners are then not trained, so
 * that predicting goes on, until it has caught up. Whole batches are degraded, or not; which, is
 * part of the batch's plan, so a batch that is redone after a crash is degraded as it was before.
 *
 * <pre>{@code
 * StreamingConfig.named("fraud")
 *     .withTrigger(Trigger.interval(Duration.ofSeconds(1)))
 *     .withBackpressure(Backpressure.defaults())
 *     .withDegrade(DegradePolicy.whenLate(Duration.ofSeconds(2)).orBehind(10));
 * }</pre>
 *
 * @param delayAbove degrades when a batch begins later than this after it was due; needs {@link
 *     Trigger.Interval}, others are never late
 * @param delayBelow a degraded pipeline goes on being so while batches begin later than this; not
 *     more than {@code delayAbove}
 * @param fullBatches degrades too when so many batches in a row took from a source as many records
 *     as they may, by {@link StreamingConfig#maxBatchRecords} and by {@link Backpressure}, so more
 *     are waiting; goes on while they do. 0 to go by the delay alone
 */
public record DegradePolicy(Duration delayAbove, Duration delayBelow, int fullBatches) {
  public DegradePolicy {
    Objects.requireNonNull(delayAbove, "delayAbove");
    Objects.requireNonNull(delayBelow, "delayBelow");
    if (delayBelow.isNegative() || delayBelow.compareTo(delayAbove) > 0) {
      throw new ConfigurationException(
          "degrade needs 0 <= delayBelow <= delayAbove, got " + delayBelow + " and " + delayAbove);
    }
    if (fullBatches < 0) {
      throw new ConfigurationException(
          "degrade needs fullBatches of at least 0, got " + fullBatches);
    }
  }

  /** From a delay on, until it is half of that. */
  public static DegradePolicy whenLate(Duration delay) {
    return new DegradePolicy(delay, delay.dividedBy(2), 0);
  }

  /** With another delay at which it ends. */
  public DegradePolicy untilBelow(Duration delay) {
    return new DegradePolicy(delayAbove, delay, fullBatches);
  }

  /** Also after so many full batches in a row. */
  public DegradePolicy orBehind(int batches) {
    return new DegradePolicy(delayAbove, delayBelow, batches);
  }
}
