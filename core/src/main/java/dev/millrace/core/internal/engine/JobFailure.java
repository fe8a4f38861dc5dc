package dev.millrace.core.internal.engine;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;
import dev.millrace.core.SourceException;

/** What a job that failed says, the same in every engine. */
public final class JobFailure {
  private JobFailure() {}

  /**
   * Where it happened.
   *
   * @param description what the job was for
   * @param partition which one failed, or -1
   */
  public static String where(String description, BatchInfo batch, int partition) {
    return description
        + ": batch "
        + batch.id()
        + (partition < 0 ? "" : ", partition " + partition);
  }

  /** The cause with where it happened; keeps the kinds that a caller treats differently. */
  public static MillraceException of(String where, Throwable cause) {
    String what = cause instanceof MillraceException ? cause.getMessage() : cause.toString();
    String message = where + ": " + what;
    if (cause instanceof ConfigurationException) {
      return new ConfigurationException(message, cause);
    }
    if (cause instanceof SourceException) {
      return new SourceException(message, cause);
    }
    return new MillraceException(message, cause);
  }
}
