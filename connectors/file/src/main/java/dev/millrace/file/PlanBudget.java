package dev.millrace.file;

import dev.millrace.core.source.PlanLimits;

/** What one plan may still take. */
final class PlanBudget {
  /** A plan of more ranges costs more in tasks than it gains. */
  private static final int MAX_RANGES = 256;

  private final long maxBytes;
  private long records;
  private long bytes;
  private int ranges = MAX_RANGES;
  private boolean used;

  PlanBudget(PlanLimits limits) {
    this.records = limits.records();
    this.bytes = limits.bytes();
    this.maxBytes = limits.bytes();
  }

  /** Whether nothing more may be taken. */
  boolean isSpent() {
    return records == 0 || ranges == 0 || (used && bytes <= 0);
  }

  /** Whether a record of that many bytes fits; the first one always does. */
  boolean admits(long recordBytes) {
    return records > 0 && (!used || recordBytes <= bytes);
  }

  /** A record was taken. */
  void take(long recordBytes) {
    records--;
    bytes -= Math.min(recordBytes, maxBytes);
    used = true;
  }

  /** A range was made. */
  void closeRange() {
    ranges--;
  }
}
