package dev.millrace.file;

import dev.millrace.core.function.MapFunction;
import java.io.Serializable;
import java.time.Instant;

/** How fast a recorded file plays. */
sealed interface Pace<T> extends Serializable {
  /** As fast as it is read. */
  record Unlimited<T>() implements Pace<T> {}

  /** So many rows a second. */
  record Rate<T>(double rowsPerSecond) implements Pace<T> {}

  /** As the rows' timestamps say, so many times faster. */
  record Timestamps<T>(MapFunction<? super T, Instant> timestamp, double speedUp)
      implements Pace<T> {}
}
