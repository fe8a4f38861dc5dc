package dev.millrace.http;

/**
 * Lets so many rows a second through on average, and a burst of a second's worth, or one request,
 * at once. Thread-safe.
 */
final class RowRate {
  private static final double NANOS = 1e9;

  private final double rowsPerSecond;
  private final double burst;
  private double credit;
  private long updated = System.nanoTime();

  RowRate(double rowsPerSecond, int maxRows) {
    this.rowsPerSecond = rowsPerSecond;
    this.burst = Math.max(rowsPerSecond, maxRows);
    this.credit = burst;
  }

  /**
   * Takes what a request needs.
   *
   * @return 0, or how many seconds to wait before it is there
   */
  synchronized long take(int rows) {
    if (rowsPerSecond == Double.POSITIVE_INFINITY) {
      return 0;
    }
    long now = System.nanoTime();
    credit = Math.min(burst, credit + (now - updated) / NANOS * rowsPerSecond);
    updated = now;
    if (credit < rows) {
      return (long) Math.ceil((rows - credit) / rowsPerSecond);
    }
    credit -= rows;
    return 0;
  }
}
