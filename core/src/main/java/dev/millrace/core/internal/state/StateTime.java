package dev.millrace.core.internal.state;

import dev.millrace.core.state.StateDescriptor;
import java.time.Instant;

/** The times at which state changes. */
public final class StateTime {
  private StateTime() {}

  /** The time of changes made now, as a table of {@code descriptor} keeps it. */
  public static long ofChanges(StateDescriptor<?, ?> descriptor, Instant now) {
    return descriptor.timed() ? nanos(now) : StateChanges.UNTIMED;
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
