package dev.millrace.core.internal.state;

import java.time.Instant;

/** The times at which state changes. */
public final class StateTime {
  private StateTime() {}

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
