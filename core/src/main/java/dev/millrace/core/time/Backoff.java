package dev.millrace.core.time;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Waits between tries: random, so that many readers do not come back together, below a bound that
 * doubles, for as long as patience lasts. Used by one thread at a time.
 */
public final class Backoff {
  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 5_000;
  private static final long SHORTEST_MILLIS = 10;

  private final Duration patience;
  private final RandomGenerator random;
  private int failures;
  private long sinceNanos;

  /**
   * @param patience how long failures in a row are borne with
   * @param random for the waits
   */
  public Backoff(Duration patience, RandomGenerator random) {
    this.patience = patience;
    this.random = random;
  }

  /**
   * The wait after one more failure, up to 5 s; empty when there have been only such for too long.
   *
   * @param nowNanos of a clock that does not jump, such as {@link System#nanoTime}
   */
  public Optional<Duration> next(long nowNanos) {
    if (failures == 0) {
      sinceNanos = nowNanos;
    } else if (nowNanos - sinceNanos > patience.toNanos()) {
      return Optional.empty();
    }
    long bound = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures, 16));
    failures++;
    return Optional.of(Duration.ofMillis(random.nextLong(SHORTEST_MILLIS, bound + 1)));
  }

  /** All is well again. */
  public void reset() {
    failures = 0;
  }

  /** Whether the last try failed. */
  public boolean isFailing() {
    return failures > 0;
  }
}
