package dev.millrace.core.internal.state;

import dev.millrace.core.CheckpointException;

/** A file of state is missing or not what it was; an older checkpoint may do without it. */
public final class DamagedStateException extends CheckpointException {
  private static final long serialVersionUID = 1L;

  public DamagedStateException(String message) {
    super(message);
  }

  /** Whether it is that, or was caused by that. */
  public static boolean isCauseOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DamagedStateException) {
        return true;
      }
    }
    return false;
  }
}
