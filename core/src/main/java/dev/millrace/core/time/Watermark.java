package dev.millrace.core.time;

import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;

/**
 * The event time up to which a stream is taken to be complete: all records of earlier times have
 * come, those that come yet are late.
 *
 * @param epochMillis milliseconds since 1970; {@link Long#MIN_VALUE} when nothing is known
 */
public record Watermark(long epochMillis) implements Comparable<Watermark>, Serializable {
  /** Nothing is known to be complete. */
  public static final Watermark NONE = new Watermark(Long.MIN_VALUE);

  /** Whether all records before a time, in milliseconds since 1970, have come. */
  public boolean reaches(long time) {
    return epochMillis >= time;
  }

  /** As a time, if anything is complete. */
  public Optional<Instant> time() {
    return equals(NONE) ? Optional.empty() : Optional.of(Instant.ofEpochMilli(epochMillis));
  }

  /** What is complete of two streams together. */
  public Watermark min(Watermark other) {
    return compareTo(other) <= 0 ? this : other;
  }

  @Override
  public int compareTo(Watermark other) {
    return Long.compare(epochMillis, other.epochMillis);
  }
}
