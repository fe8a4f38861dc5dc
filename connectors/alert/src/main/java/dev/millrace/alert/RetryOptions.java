package dev.millrace.alert;

import dev.millrace.core.ConfigurationException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * How long a sink tries to tell a message; immutable, made by {@link #defaults} and the {@code
 * with…} methods. The pipeline waits meanwhile, but for no longer than {@code longest} a message.
 *
 * @param attempts how often in all, from 1 to 100; default 6
 * @param firstPause most that it pauses after the first attempt, from 1 ms to 1 min; default 500
 *     ms. The next pauses are of up to twice, four times … as much, each of random length, or as
 *     long as the other side asks for
 * @param longest for how long in all, from 1 ms to 1 h; default 30 s
 * @param undelivered what then happens; default {@link Undelivered#FAIL}
 */
public record RetryOptions(
    int attempts, Duration firstPause, Duration longest, Undelivered undelivered)
    implements Serializable {
  /** What happens to a message that could not be told. */
  public enum Undelivered {
    /**
     * The pipeline stops with the cause; the message is kept, and the next start begins by telling
     * it.
     */
    FAIL,
    /** It is logged as an error, with its alerts, and given up. */
    LOG
  }

  public RetryOptions {
    Objects.requireNonNull(undelivered, "undelivered");
    if (attempts < 1 || attempts > 100) {
      throw new ConfigurationException("a message is tried 1 to 100 times, got " + attempts);
    }
    check("first pause", firstPause, Duration.ofMinutes(1));
    check("time for retries", longest, Duration.ofHours(1));
  }

  public static RetryOptions defaults() {
    return new RetryOptions(6, Duration.ofMillis(500), Duration.ofSeconds(30), Undelivered.FAIL);
  }

  public RetryOptions withAttempts(int value) {
    return new RetryOptions(value, firstPause, longest, undelivered);
  }

  public RetryOptions withFirstPause(Duration value) {
    return new RetryOptions(attempts, value, longest, undelivered);
  }

  public RetryOptions withLongest(Duration value) {
    return new RetryOptions(attempts, firstPause, value, undelivered);
  }

  public RetryOptions withUndelivered(Undelivered value) {
    return new RetryOptions(attempts, firstPause, longest, value);
  }

  private static void check(String what, Duration value, Duration most) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(most) > 0) {
      throw new ConfigurationException(what + " must be from 1 ms to " + most + ", got " + value);
    }
  }
}
