package dev.millrace.core.sink;

import dev.millrace.core.ConfigurationException;
import java.io.Serializable;
import java.time.Duration;

/**
 * When an output file that takes one batch after the other is complete. Immutable; a function of
 * the batches alone, so that a run that was killed cuts its files as one that was not.
 *
 * <p>What is written shows when its file is complete, and at the latest when the pipeline ends or
 * is stopped.
 *
 * @param maxBytes a file ends with the batch that takes it to that size; at least 1, default 128
 *     MiB
 * @param period a file holds batches of one period of batch time, counted from the epoch, and ends
 *     when a batch of a later one comes; at least 1 ms, default 1 hour
 * @param maxBatches a file ends before it spans more batch ids than that; at least 1, default
 *     10,000. As many small files may wait in the directory's hidden part
 */
public record FileRolling(long maxBytes, Duration period, int maxBatches) implements Serializable {
  private static final FileRolling DEFAULTS =
      new FileRolling(128L << 20, Duration.ofHours(1), 10_000);

  public FileRolling {
    if (maxBytes < 1) {
      throw new ConfigurationException("maxBytes must be at least 1, got " + maxBytes);
    }
    if (period.compareTo(Duration.ofMillis(1)) < 0
        || period.compareTo(Duration.ofDays(36_500)) > 0) {
      throw new ConfigurationException("period must be from 1 ms to 100 years, got " + period);
    }
    if (maxBatches < 1) {
      throw new ConfigurationException("maxBatches must be at least 1, got " + maxBatches);
    }
  }

  public static FileRolling defaults() {
    return DEFAULTS;
  }

  /** A file per batch. */
  public static FileRolling everyBatch() {
    return DEFAULTS.withMaxBytes(1);
  }

  public FileRolling withMaxBytes(long newMaxBytes) {
    return new FileRolling(newMaxBytes, period, maxBatches);
  }

  public FileRolling withPeriod(Duration newPeriod) {
    return new FileRolling(maxBytes, newPeriod, maxBatches);
  }

  public FileRolling withMaxBatches(int newMaxBatches) {
    return new FileRolling(maxBytes, period, newMaxBatches);
  }

  /** Which period an instant of batch time, in Unix milliseconds, falls into. */
  public long periodOf(long time) {
    return Math.floorDiv(time, period.toMillis());
  }
}
