package dev.millrace.core;

/** A source failed to list, plan or read its splits. */
public class SourceException extends MillraceException {
  private static final long serialVersionUID = 1L;

  public SourceException(String message) {
    super(message);
  }

  public SourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
