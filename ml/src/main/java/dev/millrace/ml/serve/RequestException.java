package dev.millrace.ml.serve;

import dev.millrace.core.MillraceException;

/**
 * A caller of a served model asked for what cannot be answered: a column that is unknown, missing
 * or of the wrong type, a row of the wrong width. The message is fit to be sent back to the caller.
 */
public class RequestException extends MillraceException {
  private static final long serialVersionUID = 1L;

  public RequestException(String message) {
    super(message);
  }
}
