package dev.millrace.core;

/** A sink failed to stage, publish or discard a batch. */
public class SinkException extends MillraceException {
  private static final long serialVersionUID = 1L;

  public SinkException(String message) {
    super(message);
  }

  public SinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
