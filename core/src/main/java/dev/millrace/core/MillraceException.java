package dev.millrace.core;

/**
 * Base of every failure that Millrace reports. The message says where it happened (operator, batch
 * id, split and offset, file and line), what was expected and found, and what to do about it.
 */
public class MillraceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MillraceException(String message) {
    super(message);
  }

  public MillraceException(String message, Throwable cause) {
    super(message, cause);
  }
}
