package dev.millrace.core.window;

import dev.millrace.core.ConfigurationException;
import java.io.Serializable;
import java.time.Duration;

/**
 * Which records of two streams belong together: those on the left whose time is from {@code lower}
 * before that of the right one to {@code upper} after it, both included.
 *
 * <pre>{@code
 * // clicks.intervalJoin(views, …): a click up to ten minutes after the view
 * JoinInterval.of(Duration.ZERO, Duration.ofMinutes(10))
 * }</pre>
 *
 * @param lower whole milliseconds; negative for left records that come after the right one at least
 *     so much
 * @param upper whole milliseconds; negative for left records that come before it
 */
public record JoinInterval(Duration lower, Duration upper) implements Serializable {
  public JoinInterval {
    Lengths.requireNotNegative("lower bound of an interval", lower.abs());
    Lengths.requireNotNegative("upper bound of an interval", upper.abs());
    if (lower.plus(upper).isNegative()) {
      throw new ConfigurationException(
          "no left record is from " + lower + " before to " + upper + " after a right one");
    }
  }

  public static JoinInterval of(Duration lower, Duration upper) {
    return new JoinInterval(lower, upper);
  }
}
