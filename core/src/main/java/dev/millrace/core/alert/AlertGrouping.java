package dev.millrace.core.alert;

import dev.millrace.core.ConfigurationException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * Which alerts are told in one message. Immutable.
 *
 * @param by what they have in common
 * @param delay how long, in batch time, after the first of a group a message is put together, from
 *     zero (with the batch that the alerts come with) to a day
 */
public record AlertGrouping(By by, Duration delay) implements Serializable {
  private static final Duration LONGEST = Duration.ofDays(1);

  /** What the alerts of a message have in common. */
  public enum By {
    /** Their rule. */
    RULE,
    /** Their key. */
    KEY,
    /** That they come of one {@link Alerts}. */
    SOURCE;

    String of(Alert alert) {
      return switch (this) {
        case RULE -> alert.rule();
        case KEY -> alert.key();
        case SOURCE -> "";
      };
    }
  }

  public AlertGrouping {
    Objects.requireNonNull(by, "by");
    if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
      throw new ConfigurationException("alerts may wait from 0 to 24 h for others, got " + delay);
    }
  }

  /** All alerts of a rule that come with one batch. */
  public static AlertGrouping byRule() {
    return new AlertGrouping(By.RULE, Duration.ZERO);
  }

  /** All alerts of a key that come with one batch. */
  public static AlertGrouping byKey() {
    return new AlertGrouping(By.KEY, Duration.ZERO);
  }

  /** All alerts that come with one batch. */
  public static AlertGrouping together() {
    return new AlertGrouping(By.SOURCE, Duration.ZERO);
  }

  /** Waits for more alerts of the group. */
  public AlertGrouping withDelay(Duration value) {
    return new AlertGrouping(by, value);
  }
}
