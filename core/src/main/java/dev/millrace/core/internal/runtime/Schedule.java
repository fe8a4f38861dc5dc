package dev.millrace.core.internal.runtime;

import dev.millrace.core.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * When batches of an interval trigger are due: at multiples of the interval on the wall clock.
 * Waiting is measured by {@link Clock#nanos}, so a wall clock that is set back neither stops the
 * stream nor makes it run hot; batch times always grow.
 *
 * <p>Intervals that passed while a batch was computed are made up for by one batch, at once, which
 * stands for the last of them: batches never pile up.
 */
final class Schedule {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Clock clock;
  private final long interval;
  private long due;
  private long delay;
  private Instant last;

  Schedule(Clock clock, Duration interval) {
    this.clock = clock;
    this.interval = interval.toNanos();
    Instant now = clock.instant();
    this.last = floor(now);
    this.due = clock.nanos() + Duration.between(now, last).toNanos() + this.interval;
  }

  /** How long to wait for the next batch; zero or negative when it is due. */
  Duration untilDue() {
    return Duration.ofNanos(due - clock.nanos());
  }

  /** The next batch begins now: the instant that it stands for. */
  Instant begin() {
    long begun = clock.nanos();
    delay = Math.max(0, begun - due);
    Instant now = clock.instant();
    Instant tick = floor(now);
    Instant following = last.plusNanos(interval);
    last = tick.isAfter(following) ? tick : following;
    long wait = Duration.between(now, last).toNanos() + interval;
    due = begun + (wait > 2 * interval ? interval : wait);
    return last;
  }

  /** How long after it was due the batch began, in nanoseconds. */
  long delay() {
    return delay;
  }

  private Instant floor(Instant instant) {
    long nanos =
        Math.addExact(
            Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
    return instant.minusNanos(Math.floorMod(nanos, interval));
  }
}
