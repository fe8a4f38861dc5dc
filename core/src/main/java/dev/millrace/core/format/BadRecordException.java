package dev.millrace.core.format;

/** A record cannot be decoded; the message is the reason. Cheap: it carries no stack trace. */
public final class BadRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  public BadRecordException(String reason) {
    super(reason, null, false, false);
  }
}
