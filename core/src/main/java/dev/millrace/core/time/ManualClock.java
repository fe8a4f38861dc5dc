package dev.millrace.core.time;

import java.time.Duration;
import java.time.Instant;

/**
 * A clock for tests: time stands still until {@link #advance}. Whoever sleeps on it wakes when
 * enough time has been added. Thread-safe.
 */
public final class ManualClock implements Clock {
  private final Instant start;
  private long nanos;
  private int sleepers;

  public ManualClock(Instant start) {
    this.start = start;
  }

  /** Starts at 1970-01-01T00:00:00Z. */
  public ManualClock() {
    this(Instant.EPOCH);
  }

  @Override
  public synchronized Instant instant() {
    return start.plusNanos(nanos);
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  /** Moves time forward and wakes whoever was waiting for it. */
  public synchronized void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time runs forward only, got " + duration);
    }
    nanos += duration.toNanos();
    notifyAll();
  }

  @Override
  public synchronized void sleep(Duration duration) throws InterruptedException {
    long until = nanos + duration.toNanos();
    sleepers++;
    notifyAll();
    try {
      while (nanos < until) {
        wait();
      }
    } finally {
      sleepers--;
    }
  }

  /**
   * Waits, in real time, until some thread sleeps on this clock; then {@link #advance} does not
   * come before that thread has looked at the time.
   */
  public synchronized void awaitSleeper() throws InterruptedException {
    while (sleepers == 0) {
      wait();
    }
  }
}
