package dev.millrace.core.testing;

import java.util.Objects;

/** What conformance suites say when something does not hold; no test framework is needed. */
final class Checks {
  private Checks() {}

  static void equal(Object expected, Object actual, String what) {
    if (!Objects.deepEquals(expected, actual)) {
      throw new AssertionError(what + ": expected " + expected + ", got " + actual);
    }
  }

  static void that(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  /** Runs {@code body}, which must throw a {@code type}, and gives what it threw. */
  static <E extends Throwable> E thrown(Class<E> type, Check.Body body, String what) {
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
