package dev.millrace.core.window;

import java.io.Serializable;
import java.time.Duration;

/**
 * What becomes of a record that comes after the watermark has passed its window.
 *
 * <p>Within the allowed lateness it is a correction: the window gives another result, with the next
 * revision number. After that, the window is forgotten and the record is late: it is left out,
 * counted in {@link dev.millrace.core.observe.BatchReport#lateRecords}, and can be had from {@link
 * dev.millrace.core.WindowedDStream#lateRecords}. A record is late when the watermark, as it was
 * before the record's batch, has passed the last window that the record could be in, alone, by the
 * allowed lateness.
 *
 * @param allowedLateness in event time; not negative
 */
public record LateRecordPolicy(Duration allowedLateness) implements Serializable {
  public LateRecordPolicy {
    Lengths.requireNotNegative("allowed lateness", allowedLateness);
  }

  /** A window gives its result and is forgotten. */
  public static LateRecordPolicy drop() {
    return new LateRecordPolicy(Duration.ZERO);
  }

  /** A window is kept and corrected for so much longer, in event time. */
  public static LateRecordPolicy correct(Duration allowedLateness) {
    return new LateRecordPolicy(allowedLateness);
  }
}
