package dev.millrace.core.internal.eventtime;

import dev.millrace.core.window.JoinInterval;
import java.io.Serializable;

/**
 * A left record at {@code l} meets a right one at {@code r} if {@code r - lower <= l <= r + upper};
 * milliseconds.
 */
public record JoinRules(long lower, long upper) implements Serializable {
  public static JoinRules of(JoinInterval interval) {
    return new JoinRules(interval.lower().toMillis(), interval.upper().toMillis());
  }

  /** The watermark at which a left record has met all that it can meet. */
  long leftOver(long left) {
    return left + lower + 1;
  }

  /** The watermark at which a right record has met all that it can meet. */
  long rightOver(long right) {
    return right + upper + 1;
  }

  /** The first right record that a left one meets. */
  long firstRight(long left) {
    return left - upper;
  }

  long lastRight(long left) {
    return left + lower;
  }

  /** The first left record that a right one meets. */
  long firstLeft(long right) {
    return right - lower;
  }

  long lastLeft(long right) {
    return right + upper;
  }
}
