package dev.millrace.core.time;

import java.io.Serializable;
import java.time.Instant;

/**
 * A value and its event time.
 *
 * @param epochMillis milliseconds since 1970
 */
public record Timed<T>(long epochMillis, T value) implements Serializable {
  public Instant time() {
    return Instant.ofEpochMilli(epochMillis);
  }
}
