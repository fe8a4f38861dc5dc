package dev.millrace.ml.stream;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.evaluate.LabelReport;
import dev.millrace.ml.metric.LatencyHistogram;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which rows wait for which labels. Knows ids and times, not what rows hold; its clock is the
 * largest time that it was told. Times are in microseconds. Used by the driver's thread.
 */
final class LabelLedger {
  /** How far an id has come. */
  enum Stage {
    /** A row waits for its label. */
    PENDING(0),
    /** A label waits for its row. */
    WAITING(1),
    /** The row has got its label. */
    LABELLED(2),
    /** The row has not, and its horizon has passed. */
    EXPIRED(3);

    private final int code;

    Stage(int code) {
      this.code = code;
    }

    /** Stands for it where it is stored. */
    byte code() {
      return (byte) code;
    }

    static Optional<Stage> of(byte code) {
      return Arrays.stream(values()).filter(stage -> stage.code == code).findFirst();
    }
  }

  /** Told what is to be done, in order. */
  interface Events {
    /** A row comes and is to be predicted. */
    void asked(int row);

    /** What is known of a row's label is to be scored and learned from. */
    void answered(Entry entry, double label);
  }

  /** What is known of one id. */
  static final class Entry {
    private static final int STORED = -1;

    private final String id;
    private final long number;
    private Stage stage;
    private long time;
    private long due;
    private double label;
    private int row = STORED;

    private Entry(String id, long number) {
      this.id = id;
      this.number = number;
    }

    String id() {
      return id;
    }

    Stage stage() {
      return stage;
    }

    long number() {
      return number;
    }

    /** Of the row; of the label while there is no row. */
    long time() {
      return time;
    }

    /** That waits; 0 if none does. */
    double label() {
      return label;
    }

    /** Whether the row came with an earlier batch. */
    boolean isStored() {
      return row == STORED;
    }

    /** Which row of this batch it is, if it is not stored. */
    int row() {
      return row;
    }

    /** The batch has ended. */
    void stored() {
      row = STORED;
    }
  }

  private static final Comparator<Entry> BY_DUE =
      Comparator.<Entry>comparingLong(entry -> entry.due).thenComparingLong(entry -> entry.number);

  private final DelayedLabels<?, ?> options;
  private final long horizon;
  private final long earlyWait;
  private final long memory;
  private final Map<String, Entry> entries = new HashMap<>();
  private final TreeSet<Entry> pending = new TreeSet<>(BY_DUE);
  private final TreeSet<Entry> waiting = new TreeSet<>(BY_DUE);
  private final TreeSet<Entry> done = new TreeSet<>(BY_DUE);
  private final Set<String> touched = new LinkedHashSet<>();
  private final LatencyHistogram latency = new LatencyHistogram();
  private final Map<Count, Long> counts = new EnumMap<>(Count.class);
  private long clock = Long.MIN_VALUE;
  private long numbers;

  /** What {@link LabelReport} says of all batches. */
  private enum Count {
    ROWS,
    LABELS,
    LABELLED,
    EXPIRED,
    DROPPED,
    DUPLICATE_ROWS,
    DUPLICATE_LABELS,
    EARLY,
    LATE,
    UNKNOWN
  }

  LabelLedger(DelayedLabels<?, ?> options) {
    this.options = options;
    this.horizon = micros(options.horizon());
    this.earlyWait = micros(options.earlyWait());
    this.memory = micros(options.memory());
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  /**
   * A row comes.
   *
   * @param row its place in the batch
   */
  void row(String id, long time, int row, Events events) {
    advance(time, events);
    count(Count.ROWS);
    events.asked(row);
    Entry known = entries.get(id);
    if (known != null && known.stage != Stage.WAITING) {
      count(Count.DUPLICATE_ROWS);
    } else if (known == null) {
      add(id, time, row);
    } else {
      meet(known, time, row, events);
    }
  }

  private void add(String id, long time, int row) {
    if (pending.size() >= options.maxPending() && options.overflow() == Overflow.DROP_NEWEST) {
      count(Count.DROPPED);
      return;
    }
    Entry entry = new Entry(id, numbers++);
    entry.row = row;
    entries.put(id, entry);
    enter(entry, Stage.PENDING, time);
  }

  /** The row of a label that came before it. */
  private void meet(Entry entry, long time, int row, Events events) {
    double label = entry.label;
    long labelTime = entry.time;
    waiting.remove(entry);
    entry.label = 0;
    entry.row = row;
    if (labelTime - time > horizon) {
      count(Count.LATE);
      enter(entry, Stage.PENDING, time);
    } else {
      answer(entry, time, labelTime, label, events);
    }
  }

  /** A label comes. */
  void label(String id, long time, double label, Events events) {
    advance(time, events);
    count(Count.LABELS);
    Entry known = entries.get(id);
    if (known == null) {
      count(Count.EARLY);
      Entry entry = new Entry(id, numbers++);
      entry.label = label;
      entries.put(id, entry);
      enter(entry, Stage.WAITING, time);
    } else if (known.stage == Stage.PENDING) {
      pending.remove(known);
      answer(known, known.time, time, label, events);
    } else {
      count(known.stage == Stage.EXPIRED ? Count.LATE : Count.DUPLICATE_LABELS);
    }
  }

  private void answer(Entry entry, long time, long labelTime, double label, Events events) {
    count(Count.LABELLED);
    latency.add(Math.max(0, labelTime - time));
    enter(entry, Stage.LABELLED, time);
    events.answered(entry, label);
  }

  /** Everything whose time was up before {@code time} goes, rows in the order of their times. */
  private void advance(long time, Events events) {
    clock = Math.max(clock, time);
    while (!pending.isEmpty() && pending.first().due < clock) {
      Entry entry = pending.pollFirst();
      count(Count.EXPIRED);
      enter(entry, Stage.EXPIRED, entry.time);
      if (options.unlabelled() == Unlabelled.NEGATIVE) {
        events.answered(entry, 0);
      }
    }
    while (!waiting.isEmpty() && waiting.first().due < clock) {
      giveUp(waiting, Count.UNKNOWN);
    }
    while (!done.isEmpty() && done.first().due < clock) {
      forget(done.pollFirst());
    }
  }

  /** Puts an entry where its stage belongs, within bounds. */
  private void enter(Entry entry, Stage stage, long time) {
    touched.add(entry.id);
    place(entry, stage, time);
    if (pending.size() > options.maxPending()) {
      giveUp(pending, Count.DROPPED);
    }
    if (waiting.size() > options.maxPending()) {
      giveUp(waiting, Count.UNKNOWN);
    }
    if (done.size() > options.maxPending()) {
      forget(done.pollFirst());
    }
  }

  private void place(Entry entry, Stage stage, long time) {
    entry.stage = stage;
    entry.time = time;
    switch (stage) {
      case PENDING -> {
        entry.due = time + horizon;
        pending.add(entry);
      }
      case WAITING -> {
        entry.due = time + earlyWait;
        waiting.add(entry);
      }
      case LABELLED, EXPIRED -> {
        entry.due = time + horizon + memory;
        done.add(entry);
      }
    }
  }

  private void giveUp(NavigableSet<Entry> oldestOf, Count as) {
    forget(oldestOf.pollFirst());
    count(as);
  }

  private void forget(Entry entry) {
    entries.remove(entry.id);
    touched.add(entry.id);
  }

  private void count(Count what) {
    counts.merge(what, 1L, Long::sum);
  }

  private long get(Count what) {
    return counts.getOrDefault(what, 0L);
  }

  /**
   * The ids of which something has changed since the last time, in the order in which it did first,
   * each with what is known of it now; nothing where it is forgotten.
   */
  Map<String, Optional<Entry>> takeChanges() {
    Map<String, Optional<Entry>> changes = new LinkedHashMap<>();
    touched.forEach(id -> changes.put(id, Optional.ofNullable(entries.get(id))));
    touched.clear();
    return changes;
  }

  /** Of the counts alone: after a restart the entries come later. */
  LabelReport report() {
    return new LabelReport(
        get(Count.ROWS),
        get(Count.LABELS),
        get(Count.ROWS)
            - get(Count.LABELLED)
            - get(Count.EXPIRED)
            - get(Count.DROPPED)
            - get(Count.DUPLICATE_ROWS),
        get(Count.LABELS)
            - get(Count.LABELLED)
            - get(Count.DUPLICATE_LABELS)
            - get(Count.LATE)
            - get(Count.UNKNOWN),
        get(Count.LABELLED),
        get(Count.EXPIRED),
        get(Count.DROPPED),
        get(Count.DUPLICATE_ROWS),
        get(Count.DUPLICATE_LABELS),
        get(Count.EARLY),
        get(Count.LATE),
        get(Count.UNKNOWN),
        new LabelReport.Latency(
            latency.mean(), latency.quantile(0.5), latency.quantile(0.95), latency.max()));
  }

  /** Writes all but the entries, which are kept with their rows. */
  void save(StateWriter out) {
    out.put("clock", clock).put("numbers", numbers);
    for (Count count : Count.values()) {
      out.put(count.name(), get(count));
    }
    out.put("latency", latency::save);
  }

  /** Takes over what {@link #save} wrote; {@link #restore(String, Held.Header)} follows. */
  void restore(StateReader in) {
    clock = in.getLong("clock");
    numbers = in.getLong("numbers");
    for (Count count : Count.values()) {
      counts.put(count, in.getLong(count.name()));
    }
    latency.restore(in.get("latency"));
  }

  /** Takes over one entry, in any order. */
  void restore(String id, Held.Header header) {
    Entry entry = new Entry(id, header.number());
    entry.label = header.label();
    entries.put(id, entry);
    place(entry, header.stage(), header.time());
  }
}
