package dev.millrace.cli;

/**
 * What {@code millrace doctor} found of one thing.
 *
 * @param what the thing
 * @param found how it is
 * @param advice what to do; empty where all is well
 */
record Finding(Level level, String what, String found, String advice) {
  /** How it is. */
  enum Level {
    OK,
    WARN,
    FAIL
  }

  static Finding ok(String what, String found) {
    return new Finding(Level.OK, what, found, "");
  }

  static Finding warn(String what, String found, String advice) {
    return new Finding(Level.WARN, what, found, advice);
  }

  static Finding fail(String what, String found, String advice) {
    return new Finding(Level.FAIL, what, found, advice);
  }
}
