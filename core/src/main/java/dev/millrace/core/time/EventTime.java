package dev.millrace.core.time;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.function.MapFunction;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How a stream tells event time. Immutable.
 *
 * <pre>{@code
 * EventTime.of(Trade::time)
 *     .withOutOfOrderness(Duration.ofSeconds(5))
 *     .withIdleAfter(Duration.ofMinutes(1))
 * }</pre>
 *
 * @param timestamps each record's time
 * @param watermarks how far each split is complete
 * @param idleAfter a split that gave no record for longer than this, in batch time, does not hold
 *     the others back; empty for never. Lets results depend on when batches were made
 * @param idleAfterBatches the same after so many batches without a record; 0 for never. Lets
 *     results depend on how records were cut into batches
 */
public record EventTime<T>(
    TimestampExtractor<T> timestamps,
    WatermarkPolicy<T> watermarks,
    Optional<Duration> idleAfter,
    int idleAfterBatches) {
  public EventTime {
    Objects.requireNonNull(timestamps, "timestamps");
    Objects.requireNonNull(watermarks, "watermarks");
    idleAfter.ifPresent(
        duration -> {
          if (duration.isNegative() || duration.isZero()) {
            throw new ConfigurationException("idle time must be positive, got " + duration);
          }
        });
    if (idleAfterBatches < 0) {
      throw new ConfigurationException(
          "batches until a split is idle must not be negative, got " + idleAfterBatches);
    }
  }

  /** Of records that know their instant, in splits that are in order; in whole milliseconds. */
  public static <T> EventTime<T> of(MapFunction<? super T, Instant> time) {
    Objects.requireNonNull(time, "time");
    return ofEpochMillis(value -> time.apply(value).toEpochMilli());
  }

  /** Of records that know their milliseconds since 1970, in splits that are in order. */
  public static <T> EventTime<T> ofEpochMillis(TimestampExtractor<T> timestamps) {
    return new EventTime<>(
        timestamps, WatermarkPolicy.outOfOrder(Duration.ZERO), Optional.empty(), 0);
  }

  /** Records come at most so much later than others of their split that happened after them. */
  public EventTime<T> withOutOfOrderness(Duration bound) {
    return withWatermarks(WatermarkPolicy.outOfOrder(bound));
  }

  /** Lets a policy of one's own say how far a split is complete. */
  public EventTime<T> withWatermarks(WatermarkPolicy<T> policy) {
    return new EventTime<>(timestamps, policy, idleAfter, idleAfterBatches);
  }

  /** Does not wait for a split that gave no record for longer than {@code duration}. */
  public EventTime<T> withIdleAfter(Duration duration) {
    return new EventTime<>(timestamps, watermarks, Optional.of(duration), idleAfterBatches);
  }

  /** Does not wait for a split that gave no record in so many batches. */
  public EventTime<T> withIdleAfterBatches(int batches) {
    return new EventTime<>(timestamps, watermarks, idleAfter, batches);
  }
}
