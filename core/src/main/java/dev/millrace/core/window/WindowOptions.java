package dev.millrace.core.window;

import java.util.Objects;

/**
 * What windows by event time do beside giving one result each. Immutable.
 *
 * @param late what becomes of records that come after their window
 * @param early when a window shows what it has before it is complete
 */
public record WindowOptions(LateRecordPolicy late, EarlyFiring early) {
  public WindowOptions {
    Objects.requireNonNull(late, "late");
    Objects.requireNonNull(early, "early");
  }

  /** Late records are dropped, windows wait until they are complete. */
  public static WindowOptions defaults() {
    return new WindowOptions(LateRecordPolicy.drop(), EarlyFiring.never());
  }

  public WindowOptions withLate(LateRecordPolicy policy) {
    return new WindowOptions(policy, early);
  }

  public WindowOptions withEarly(EarlyFiring firing) {
    return new WindowOptions(late, firing);
  }
}
