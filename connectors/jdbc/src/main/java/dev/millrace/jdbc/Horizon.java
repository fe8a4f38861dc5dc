package dev.millrace.jdbc;

import dev.millrace.core.time.Clock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * How far may be read: not behind what was the last row a while ago. A transaction whose rows come
 * before others that are there already has that while to commit.
 */
final class Horizon {
  /** So many looks at the last row are kept per lag. */
  private static final int LOOKS = 16;

  private final Clock clock;
  private final long lagNanos;
  private final Deque<Look> looks = new ArrayDeque<>();
  private boolean isFixed;

  Horizon(Clock clock, Duration lag) {
    this.clock = clock;
    this.lagNanos = lag.toNanos();
  }

  /** Where the last row stood at a moment. */
  private record Look(long nanos, Place last) {}

  /** Looks at the last row, never to look again. */
  void fix(Window window) throws SQLException {
    looks.clear();
    look(window);
    isFixed = true;
  }

  /**
   * @return how far may be read now, {@link Place#START} for no limit; empty for nothing yet
   */
  Optional<Place> reach(Window window) throws SQLException {
    if (lagNanos == 0 && !isFixed) {
      return Optional.of(Place.START);
    }
    if (!isFixed) {
      look(window);
    }
    long now = clock.nanos();
    Look reached = null;
    while (!looks.isEmpty() && now - looks.getFirst().nanos() >= lagNanos) {
      reached = looks.removeFirst();
    }
    if (reached == null) {
      return Optional.empty();
    }
    looks.addFirst(reached);
    return Optional.of(reached.last());
  }

  private void look(Window window) throws SQLException {
    long now = clock.nanos();
    if (looks.isEmpty() || now - looks.getLast().nanos() >= lagNanos / LOOKS) {
      Optional<Place> last = window.end();
      if (last.isPresent() && (looks.isEmpty() || !last.get().equals(looks.getLast().last()))) {
        looks.addLast(new Look(now, last.get()));
      }
    }
  }

  /** Whether there is an end. */
  boolean isFixed() {
    return isFixed;
  }

  /** Whether there is an end, and nothing before it. */
  boolean isEmpty() {
    return isFixed && looks.isEmpty();
  }
}
