package dev.millrace.core;

/** A checkpoint cannot be written, read, or no longer fits the pipeline. */
public class CheckpointException extends MillraceException {
  private static final long serialVersionUID = 1L;

  public CheckpointException(String message) {
    super(message);
  }

  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
