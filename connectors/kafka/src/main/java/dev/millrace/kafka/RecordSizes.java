package dev.millrace.kafka;

/** How large records have been of late, as far as this process has seen. Thread-safe. */
final class RecordSizes {
  private static final double WEIGHT_OF_LATEST = 0.5;

  private double mean;
  private boolean isFresh;

  /** {@code records} of so many bytes in all were read. */
  synchronized void observe(long records, long bytes) {
    if (records > 0) {
      double latest = (double) bytes / records;
      isFresh = true;
      mean = mean == 0 ? latest : mean + WEIGHT_OF_LATEST * (latest - mean);
    }
  }

  /** Whether anything was observed since this was asked last. */
  synchronized boolean takeFresh() {
    boolean wasFresh = isFresh;
    isFresh = false;
    return wasFresh;
  }

  /** How many records are expected to take {@code bytes}; at least 1. */
  synchronized long within(long bytes) {
    return (long) Math.max(1, bytes / Math.max(1, mean));
  }
}
