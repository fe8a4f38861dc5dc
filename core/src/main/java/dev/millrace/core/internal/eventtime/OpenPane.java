package dev.millrace.core.internal.eventtime;

import dev.millrace.core.internal.stage.Combiner;

/**
 * A window of a key while its batch is computed. Stored accumulators are copied before a change.
 */
final class OpenPane<A> {
  private final long start;
  private final long end;
  private A accumulator;
  private long unshown;
  private int fired;
  private boolean complete;

  /** As it was stored; null if it is new. */
  private final Pane<A> origin;

  private boolean changed;

  /** Whether the accumulator may be modified. */
  private boolean owned;

  OpenPane(Pane<A> stored) {
    this.origin = stored;
    this.start = stored.start();
    this.end = stored.end();
    this.complete = stored.complete();
    this.accumulator = stored.accumulator();
    this.unshown = stored.unshown();
    this.fired = stored.fired();
  }

  /** One without records. */
  OpenPane(long start, long end, boolean complete) {
    this.origin = null;
    this.start = start;
    this.end = end;
    this.complete = complete;
    this.changed = true;
  }

  long start() {
    return start;
  }

  long end() {
    return end;
  }

  long unshown() {
    return unshown;
  }

  int fired() {
    return fired;
  }

  boolean isComplete() {
    return complete;
  }

  <V> void add(V value, Combiner<V, A, ?> combiner) throws Exception {
    accumulator = accumulator == null ? combiner.first(value) : combiner.add(own(combiner), value);
    unshown++;
    owned = true;
    changed = true;
  }

  /** Takes over what another window holds. */
  void merge(OpenPane<A> other, Combiner<?, A, ?> combiner) throws Exception {
    accumulator =
        accumulator == null
            ? other.own(combiner)
            : combiner.merge(own(combiner), other.accumulator);
    unshown += other.unshown;
    owned = true;
    changed = true;
  }

  <R> R value(Combiner<?, A, R> combiner) throws Exception {
    return combiner.finish(accumulator);
  }

  /** What it came to when the batch began; there must have been such a window then. */
  <R> R valueBefore(Combiner<?, A, R> combiner) throws Exception {
    return combiner.finish(origin.accumulator());
  }

  /** It gives a result. */
  void fire(boolean isComplete) {
    unshown = 0;
    fired++;
    complete = isComplete;
    changed = true;
  }

  Pane<A> store() {
    return changed ? new Pane<>(start, end, accumulator, unshown, fired, complete) : origin;
  }

  boolean isChanged() {
    return changed;
  }

  private A own(Combiner<?, A, ?> combiner) throws Exception {
    return owned ? accumulator : combiner.own(accumulator);
  }
}
