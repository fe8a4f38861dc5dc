package dev.millrace.core.testing;

import java.util.Objects;

/** The few assertions that conformance suites need. */
final class Expect {
  private Expect() {}

  static void equal(String what, Object expected, Object got) {
    if (!Objects.deepEquals(expected, got)) {
      throw new AssertionError(what + ": expected " + expected + ", got " + got);
    }
  }

  static void that(String what, boolean holds) {
    if (!holds) {
      throw new AssertionError("expected " + what);
    }
  }

  /** Runs {@code body}, which must throw a {@code type}, and gives what it threw. */
  static <E extends Throwable> E thrown(String what, Class<E> type, Check.Body body) {
    try {
      body.run();
    } catch (Throwable e) {
      if (type.isInstance(e)) {
        return type.cast(e);
      }
      throw new AssertionError(what + ": expected " + type.getSimpleName() + ", got " + e, e);
    }
    throw new AssertionError(what + ": expected " + type.getSimpleName() + ", nothing was thrown");
  }
}
