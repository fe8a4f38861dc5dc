package dev.millrace.core.source;

/**
 * How much one batch may take from one source.
 *
 * @param records most records, at least 1
 * @param bytes most bytes, as far as the source can tell; a single record may exceed it
 */
public record PlanLimits(long records, long bytes) {
  public PlanLimits {
    if (records < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "limits must be positive, got " + records + " records and " + bytes + " bytes");
    }
  }
}
