package dev.millrace.parquet;

import dev.millrace.core.ConfigurationException;
import java.io.Serializable;

/**
 * When an output file that takes one batch after the other is complete. Immutable; a function of
 * the batches alone, so that a run that was killed cuts its files as one that was not.
 *
 * <p>What is written shows when its file is complete, and at the latest when the pipeline ends or
 * is stopped. A batch makes a row group, so batches should be large.
 *
 * @param maxBytes a file ends with the batch that takes it to that size; at least 1, default 128
 *     MiB
 * @param maxBatches a file ends with the batch with which it spans that many ids; at least 1,
 *     default 100
 */
public record ParquetRolling(long maxBytes, int maxBatches) implements Serializable {
  private static final ParquetRolling DEFAULTS = new ParquetRolling(128L << 20, 100);

  public ParquetRolling {
    if (maxBytes < 1) {
      throw new ConfigurationException("maxBytes must be at least 1, got " + maxBytes);
    }
    if (maxBatches < 1) {
      throw new ConfigurationException("maxBatches must be at least 1, got " + maxBatches);
    }
  }

  public static ParquetRolling defaults() {
    return DEFAULTS;
  }

  public ParquetRolling withMaxBytes(long newMaxBytes) {
    return new ParquetRolling(newMaxBytes, maxBatches);
  }

  public ParquetRolling withMaxBatches(int newMaxBatches) {
    return new ParquetRolling(maxBytes, newMaxBatches);
  }
}
