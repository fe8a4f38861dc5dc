package dev.millrace.core.testing;

import java.util.Objects;

/** What conformance suites say when something does not hold; no test framework is needed. */
final class Checks {
  private Checks() {}

  static void equal(Object expected, Object actual, String what) {
    if (!Objects.equals(expected, actual)) {
      throw new AssertionError(what + ": expected " + expected + ", got " + actual);
    }
  }

  static void that(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
