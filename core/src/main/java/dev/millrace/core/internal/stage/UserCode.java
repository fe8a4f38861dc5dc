package dev.millrace.core.internal.stage;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;

/** Failures of functions that users wrote, named after the operator that called them. */
public final class UserCode {
  private UserCode() {}

  /**
   * The exception to throw instead of {@code cause}: it names the operator, once. A failure that
   * came through an operator from one further down its chain has its name already; an interrupt and
   * a wrong configuration stay what they are.
   *
   * @param where for instance {@code "operator 'parse' (map)"}
   */
  public static Exception failed(String where, Exception cause) {
    if (cause instanceof Failure
        || cause instanceof InterruptedException
        || cause instanceof ConfigurationException) {
      return cause;
    }
    String what = cause instanceof MillraceException ? cause.getMessage() : cause.toString();
    return new Failure(where + ": " + what, cause);
  }

  /** A value that a user's function gave, checked not to be null. */
  public static <T> T present(String where, T value) {
    if (value == null) {
      throw new Failure(
          where + ": the function returned null; leave values out with filter or flatMap", null);
    }
    return value;
  }

  private static final class Failure extends MillraceException {
    private static final long serialVersionUID = 1L;

    Failure(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
