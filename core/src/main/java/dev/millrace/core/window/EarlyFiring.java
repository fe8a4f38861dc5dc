package dev.millrace.core.window;

import dev.millrace.core.ConfigurationException;
import java.io.Serializable;

/**
 * When a window shows what it has before it is complete; at the end of a batch, if there is
 * anything new.
 *
 * @param everyBatches at every such batch: with 2 at batches 1, 3, 5 …; 0 for never
 * @param everyRecords when the window got at least so many records since it last gave a result; 0
 *     for never
 */
public record EarlyFiring(int everyBatches, long everyRecords) implements Serializable {
  public EarlyFiring {
    if (everyBatches < 0 || everyRecords < 0) {
      throw new ConfigurationException(
          "early firing must be every 0 or more batches and records, got "
              + everyBatches
              + ", "
              + everyRecords);
    }
  }

  /** Windows wait until they are complete. */
  public static EarlyFiring never() {
    return new EarlyFiring(0, 0);
  }

  /**
   * @param batches at least 1
   */
  public static EarlyFiring everyBatches(int batches) {
    return new EarlyFiring(batches, 0);
  }

  /**
   * @param records at least 1
   */
  public static EarlyFiring everyRecords(long records) {
    return new EarlyFiring(0, records);
  }
}
