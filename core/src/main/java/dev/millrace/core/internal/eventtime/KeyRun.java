package dev.millrace.core.internal.eventtime;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.state.KeyProcess;
import dev.millrace.core.state.KeyProcessFunction;
import dev.millrace.core.time.KeyTimer;
import dev.millrace.core.time.Timed;
import dev.millrace.core.time.Watermark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** One key of a process while its batch is computed. */
final class KeyRun<K, V, S, R> implements KeyProcess<S> {
  private static final int VALUES = 0;
  private static final int EVENT_TIME = 1;
  private static final int BATCH_TIME = 2;

  private final K key;
  private final KeyProcessFunction<K, V, S, R> function;
  private final Watch watch;
  private final BatchInfo batch;
  private final Emitter<Fired<R>> out;
  private final List<Timed<V>> waiting;
  private final NavigableSet<Long> eventTimers;
  private final NavigableSet<Long> batchTimers;
  private Optional<S> state;
  private Watermark watermark;

  KeyRun(
      K key,
      ProcessState<V, S> stored,
      KeyProcessFunction<K, V, S, R> function,
      Watch watch,
      BatchInfo batch,
      Emitter<Fired<R>> out) {
    this.key = key;
    this.function = function;
    this.watch = watch;
    this.batch = batch;
    this.out = out;
    this.state = stored.state();
    this.waiting = new ArrayList<>(stored.waiting());
    this.eventTimers = new TreeSet<>(stored.eventTimers());
    this.batchTimers = new TreeSet<>(stored.batchTimers());
    this.watermark = watch.before();
  }

  /** Values as they come. */
  void meet(List<Timed<V>> values) throws Exception {
    for (Timed<V> value : values) {
      function.onValue(key, value, this, result -> out.emit(new Fired<>(VALUES, 0, result)));
    }
  }

  /** Values that are met when the watermark has passed them. */
  void await(List<Timed<V>> values) {
    for (Timed<V> value : values) {
      TimeOrder.add(waiting, value);
    }
  }

  /** What is due in event time. */
  void passEventTime() throws Exception {
    watermark = watch.after();
    int complete = TimeOrder.before(waiting, watermark.epochMillis());
    long fired = Long.MIN_VALUE;
    for (Timed<V> value : waiting.subList(0, complete)) {
      fired = fire(eventTimers, Math.max(fired, value.epochMillis()), fired, EVENT_TIME);
      function.onValue(
          key,
          value,
          this,
          result -> out.emit(new Fired<>(EVENT_TIME, value.epochMillis(), result)));
    }
    waiting.subList(0, complete).clear();
    fire(eventTimers, watermark.epochMillis(), fired, EVENT_TIME);
  }

  /** What is due in batch time. */
  void fireBatchTimers() throws Exception {
    fire(batchTimers, batch.time().toEpochMilli(), Long.MIN_VALUE, BATCH_TIME);
  }

  /**
   * Fires timers in order.
   *
   * @param until up to this time
   * @param after only those after this time, at which one has fired already
   * @return the last one, or {@code after}
   */
  private long fire(NavigableSet<Long> timers, long until, long after, int phase) throws Exception {
    long last = after;
    for (Long next = timers.higher(last); next != null && next <= until; ) {
      long time = next;
      timers.remove(next);
      last = time;
      KeyTimer.Kind kind =
          phase == EVENT_TIME ? KeyTimer.Kind.EVENT_TIME : KeyTimer.Kind.BATCH_TIME;
      function.onTimer(
          key,
          new KeyTimer(kind, Instant.ofEpochMilli(time)),
          this,
          result -> out.emit(new Fired<>(phase, time, result)));
      next = timers.higher(last);
    }
    return last;
  }

  Optional<ProcessState<V, S>> store() {
    ProcessState<V, S> stored =
        new ProcessState<>(
            state, waiting, new ArrayList<>(eventTimers), new ArrayList<>(batchTimers));
    return stored.isEmpty() ? Optional.empty() : Optional.of(stored);
  }

  @Override
  public Optional<S> get() {
    return state;
  }

  @Override
  public void update(S newState) {
    state = Optional.of(Objects.requireNonNull(newState, "state"));
  }

  @Override
  public void remove() {
    state = Optional.empty();
  }

  @Override
  public void set(KeyTimer timer) {
    timers(timer).add(timer.time().toEpochMilli());
  }

  @Override
  public void cancel(KeyTimer timer) {
    timers(timer).remove(timer.time().toEpochMilli());
  }

  private NavigableSet<Long> timers(KeyTimer timer) {
    return timer.kind() == KeyTimer.Kind.EVENT_TIME ? eventTimers : batchTimers;
  }

  @Override
  public Watermark watermark() {
    return watermark;
  }

  @Override
  public Instant batchTime() {
    return batch.time();
  }
}
