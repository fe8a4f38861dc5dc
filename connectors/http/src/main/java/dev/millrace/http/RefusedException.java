package dev.millrace.http;

import org.eclipse.jetty.http.HttpStatus;

/**
 * A request that is not answered with what it asked for: an HTTP status and the reason, for the
 * client to read. Carries no stack trace, so that a flood of bad requests costs little.
 */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  RefusedException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  static RefusedException badRequest(String message) {
    return new RefusedException(HttpStatus.BAD_REQUEST_400, message);
  }

  static RefusedException notFound(String message) {
    return new RefusedException(HttpStatus.NOT_FOUND_404, message);
  }

  int status() {
    return status;
  }
}
