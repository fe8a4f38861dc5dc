package dev.millrace.core.time;

import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;

/**
 * A moment at which a key wants to be met again. Counts in whole milliseconds; what is below is cut
 * off.
 */
public record KeyTimer(Kind kind, Instant time) implements Serializable {
  /** Which time a timer goes by. */
  public enum Kind {
    /** Fires when the watermark has come to its time. */
    EVENT_TIME,
    /** Fires with the first batch whose batch time has come to its time. */
    BATCH_TIME
  }

  public KeyTimer {
    Objects.requireNonNull(kind, "kind");
    time = Instant.ofEpochMilli(time.toEpochMilli());
  }

  public static KeyTimer atEventTime(Instant time) {
    return new KeyTimer(Kind.EVENT_TIME, time);
  }

  public static KeyTimer atBatchTime(Instant time) {
    return new KeyTimer(Kind.BATCH_TIME, time);
  }
}
