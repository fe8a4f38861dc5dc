package dev.millrace.jdbc;

import dev.millrace.core.ConfigurationException;

/** The database has answered, and there is no such table: who may can make it and try again. */
public final class MissingTableException extends ConfigurationException {
  private static final long serialVersionUID = 1L;

  MissingTableException(String message) {
    super(message);
  }
}
