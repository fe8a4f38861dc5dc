package dev.millrace.core.internal.state;

import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.state.StateDescriptor;
import java.time.Instant;

/** The times at which state changes. */
public final class StateTime {
  private StateTime() {}

  /** The time of changes made now, as a table of {@code descriptor} keeps it. */
  public static long ofChanges(StateDescriptor<?, ?> descriptor, Instant now) {
    return descriptor.timed() ? nanos(now) : StateChanges.UNTIMED;
  }

  /**
   * @throws IllegalArgumentException when keys shall expire of which no times are kept
   */
  public static void requireVisits(StateDescriptor<?, ?> descriptor, StateFunction.Visit visit) {
    if (visit == StateFunction.Visit.EXPIRED && !descriptor.timed()) {
      throw new IllegalArgumentException(
          "state '" + descriptor.name() + "' keeps no times: its keys cannot expire");
    }
  }

  /** Nanoseconds since 1970, or the nearest that fits. */
  public static long nanos(Instant time) {
    try {
      return Math.addExact(
          Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
    } catch (ArithmeticException e) {
      return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
