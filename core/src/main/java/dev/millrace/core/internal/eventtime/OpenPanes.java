package dev.millrace.core.internal.eventtime;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.internal.stage.Combiner;
import dev.millrace.core.window.Firing;
import dev.millrace.core.window.WindowResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The windows of one key while a batch is computed, by their start. */
final class OpenPanes<K, V, A, R> {
  private final K key;
  private final WindowRules rules;
  private final Watch watch;
  private final Combiner<V, A, R> combiner;
  private final Emitter<WindowResult<K, R>> out;
  private final List<OpenPane<A>> panes = new ArrayList<>();
  private boolean forgot;

  OpenPanes(
      K key,
      List<Pane<A>> stored,
      WindowRules rules,
      Watch watch,
      Combiner<V, A, R> combiner,
      Emitter<WindowResult<K, R>> out) {
    this.key = key;
    this.rules = rules;
    this.watch = watch;
    this.combiner = combiner;
    this.out = out;
    for (Pane<A> pane : stored) {
      panes.add(new OpenPane<>(pane));
    }
  }

  /** Puts a value into all its windows that are not forgotten. */
  void add(long time, V value) throws Exception {
    if (rules.isSession()) {
      session(time, time + rules.size()).add(value, combiner);
    } else {
      long forgotten = rules.forgotten(watch.before());
      for (long start = rules.lastStart(time);
          start > time - rules.size() && start + rules.size() > forgotten;
          start -= rules.slide()) {
        aligned(start, start + rules.size()).add(value, combiner);
      }
    }
  }

  /** Lets windows give the results that are due, and forgets those that are over. */
  void fire(BatchInfo batch) throws Exception {
    long forgotten = rules.forgotten(watch.after());
    boolean shows = rules.showsAt(batch);
    for (OpenPane<A> pane : panes) {
      if (pane.isComplete()) {
        if (pane.unshown() > 0) {
          emit(pane, Firing.LATE);
        }
      } else if (watch.after().reaches(pane.end())) {
        emit(pane, Firing.ON_TIME);
      } else if (pane.unshown() > 0
          && (shows || (rules.everyRecords() > 0 && pane.unshown() >= rules.everyRecords()))) {
        emit(pane, Firing.EARLY);
      }
    }
    forgot = panes.removeIf(pane -> pane.end() <= forgotten);
  }

  /**
   * @param before what was stored
   * @return what is to be stored, the same object if it is the same
   */
  Optional<List<Pane<A>>> store(Optional<List<Pane<A>>> before) {
    if (panes.isEmpty()) {
      return Optional.empty();
    }
    boolean changed = forgot || before.isEmpty();
    List<Pane<A>> stored = new ArrayList<>(panes.size());
    for (OpenPane<A> pane : panes) {
      changed |= pane.isChanged();
      stored.add(pane.store());
    }
    return changed ? Optional.of(stored) : before;
  }

  private OpenPane<A> aligned(long start, long end) {
    int at = panes.size();
    while (at > 0 && panes.get(at - 1).start() >= start) {
      OpenPane<A> pane = panes.get(--at);
      if (pane.start() == start && pane.end() == end) {
        return pane;
      }
    }
    return insert(at, start, end);
  }

  /** The session that a record's own, short one becomes part of. */
  private OpenPane<A> session(long first, long last) throws Exception {
    int from = 0;
    while (from < panes.size() && panes.get(from).end() <= first) {
      from++;
    }
    int until = from;
    long start = first;
    long end = last;
    while (until < panes.size() && panes.get(until).start() < last) {
      start = Math.min(start, panes.get(until).start());
      end = Math.max(end, panes.get(until).end());
      until++;
    }
    if (until - from == 1 && panes.get(from).start() == start && panes.get(from).end() == end) {
      return panes.get(from);
    }
    List<OpenPane<A>> parts = new ArrayList<>(panes.subList(from, until));
    panes.subList(from, until).clear();
    OpenPane<A> joined = insert(from, start, end);
    for (OpenPane<A> part : parts) {
      if (part.fired() > 0) {
        retract(part);
      }
      joined.merge(part, combiner);
    }
    return joined;
  }

  private OpenPane<A> insert(int at, long start, long end) {
    OpenPane<A> pane = new OpenPane<>(start, end, watch.before().reaches(end));
    panes.add(at, pane);
    return pane;
  }

  private void emit(OpenPane<A> pane, Firing firing) throws Exception {
    out.emit(result(pane, pane.value(combiner), firing));
    pane.fire(firing != Firing.EARLY);
  }

  private void retract(OpenPane<A> pane) throws Exception {
    out.emit(result(pane, pane.valueBefore(combiner), Firing.RETRACTED));
  }

  private WindowResult<K, R> result(OpenPane<A> pane, R value, Firing firing) {
    return new WindowResult<>(
        key,
        Instant.ofEpochMilli(pane.start()),
        Instant.ofEpochMilli(pane.end()),
        value,
        firing,
        pane.fired());
  }
}
