package dev.millrace.ml;

import dev.millrace.core.MillraceException;

/** A learner or model was given what it cannot use; the message gives the shapes. */
public class LearnerException extends MillraceException {
  private static final long serialVersionUID = 1L;

  public LearnerException(String message) {
    super(message);
  }

  public LearnerException(String message, Throwable cause) {
    super(message, cause);
  }
}
