package dev.millrace.jdbc;

/** A row does not fit; the message is the reason. Cheap: it carries no stack trace. */
final class BadRowException extends Exception {
  private static final long serialVersionUID = 1L;

  BadRowException(String reason) {
    super(reason, null, false, false);
  }
}
