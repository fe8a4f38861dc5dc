package dev.millrace.core.source;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hands what a planner has read on its way to the readers of the same process, so that nothing is
 * read twice. A source keeps one, and gives it to its planner:
 *
 * <pre>{@code
 * private final ReadAhead<List<Event>> readAhead = new ReadAhead<>();
 *
 * public SplitPlanner planner(SourceContext context) {
 *   return new EventPlanner(readAhead); // advance() in front of each plan, put() for each range
 * }
 *
 * public SplitReader<Event> reader(OffsetRange range) {
 *   return readAhead.take(range).map(Given::new).orElseGet(() -> new Queried(range));
 * }
 * }</pre>
 *
 * <p>Holds what the last two plans planned and nobody has taken: one batch is read while the next
 * one is planned. A reader finds nothing here when a batch is redone after a restart, when a task
 * is tried again, and on another machine, where a source arrives with an empty one; it has to be
 * able to read its range by itself then, and to yield the same. For one planner at a time: two of
 * them would forget each other's. Thread-safe.
 *
 * @param <V> what a range holds
 */
public final class ReadAhead<V> implements Serializable {
  private static final long serialVersionUID = 1L;

  private transient volatile Plan<V> current = new Plan<>();
  private transient volatile Plan<V> previous = new Plan<>();
  private transient volatile boolean isWanted = true;

  /** What one plan planned and nobody has taken. */
  private static final class Plan<V> {
    private final Map<OffsetRange, V> ranges = new ConcurrentHashMap<>();
    private volatile boolean isTaken;

    Optional<V> take(OffsetRange range) {
      Optional<V> taken = Optional.ofNullable(ranges.remove(range));
      if (taken.isPresent()) {
        isTaken = true;
      }
      return taken;
    }
  }

  /**
   * A new plan begins, and what the plan before the last one planned is forgotten. Plans that put
   * nothing do not count.
   */
  public void advance() {
    if (!current.ranges.isEmpty() || current.isTaken) {
      isWanted = previous.isTaken || previous.ranges.isEmpty();
      previous = current;
      current = new Plan<>();
    }
  }

  /**
   * Whether it is of use: false when nothing was taken of the plan that was last forgotten, as
   * where all is read on other machines. A planner for which reading is extra work then clears
   * this, and plans without.
   */
  public boolean isWanted() {
    return isWanted;
  }

  /** Keeps what a range holds, which is not copied, instead of what was kept for it before. */
  public void put(OffsetRange range, V content) {
    current.ranges.put(range, content);
  }

  /** What a range holds, once; empty when it is not here. */
  public Optional<V> take(OffsetRange range) {
    Optional<V> taken = current.take(range);
    return taken.isPresent() ? taken : previous.take(range);
  }

  /** Forgets everything. */
  public void clear() {
    current = new Plan<>();
    previous = new Plan<>();
    isWanted = true;
  }

  /** What arrives elsewhere begins empty. */
  private Object readResolve() {
    return new ReadAhead<V>();
  }
}
