package dev.millrace.core.time;

import dev.millrace.core.ConfigurationException;
import java.io.Serializable;
import java.time.Duration;

/**
 * Says, record by record, how far a split is complete. A split's watermark is the latest that any
 * of its records has vouched for, so it does not depend on how records are cut into batches.
 *
 * <pre>{@code
 * WatermarkPolicy.<Trade>outOfOrder(Duration.ofSeconds(5)) // records are at most 5 s behind
 *
 * // the venue says itself when a second is over
 * (trade, time) -> trade.isHeartbeat() ? time : WatermarkPolicy.NOTHING
 * }</pre>
 *
 * <p>Stateless and thread-safe.
 */
@FunctionalInterface
public interface WatermarkPolicy<T> extends Serializable {
  /** A record that vouches for nothing. */
  long NOTHING = Long.MIN_VALUE;

  /**
   * @param time the record's, in milliseconds since 1970
   * @return all records of the split before this time have come, in milliseconds since 1970; {@link
   *     #NOTHING}, or {@link Long#MAX_VALUE} when no more will come
   */
  long completeBefore(T value, long time) throws Exception;

  /**
   * A record comes at most so much later than one of its split that happened after it.
   *
   * @param bound not negative; zero for splits that are in order
   */
  static <T> WatermarkPolicy<T> outOfOrder(Duration bound) {
    if (bound.isNegative()) {
      throw new ConfigurationException("out-of-orderness must not be negative, got " + bound);
    }
    long millis = bound.toMillis();
    return (value, time) -> time - millis;
  }
}
