package dev.millrace.kafka;

import dev.millrace.core.SourceException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * A partition ends before what was committed of it: for a moment, while a new leader learns how far
 * its followers are, or for good.
 */
final class TruncatedException extends RetriableException {
  private static final long serialVersionUID = 1L;

  private final transient SourceException lasting;

  TruncatedException(SourceException lasting) {
    super(lasting.getMessage());
    this.lasting = lasting;
  }

  /** What it means if it lasts. */
  SourceException lasting() {
    return lasting;
  }
}
