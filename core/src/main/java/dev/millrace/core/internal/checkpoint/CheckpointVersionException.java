package dev.millrace.core.internal.checkpoint;

import dev.millrace.core.CheckpointException;

/** A whole file in a format that this version of Millrace does not know: not damage. */
final class CheckpointVersionException extends CheckpointException {
  private static final long serialVersionUID = 1L;

  private CheckpointVersionException(String message) {
    super(message);
  }

  static CheckpointVersionException of(int found, int known) {
    return new CheckpointVersionException(
        "checkpoint format "
            + found
            + ", but this version of Millrace reads format "
            + known
            + "; use the version that wrote it, or newer");
  }

  CheckpointVersionException in(String file) {
    return new CheckpointVersionException(file + ": " + getMessage());
  }
}
