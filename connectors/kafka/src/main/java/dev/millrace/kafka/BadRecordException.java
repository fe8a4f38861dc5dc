package dev.millrace.kafka;

/** A record cannot be decoded; the message is the reason. Cheap: it carries no stack trace. */
final class BadRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  BadRecordException(String reason) {
    super(reason, null, false, false);
  }
}
