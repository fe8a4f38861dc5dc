package dev.millrace.core.source;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SourceException;
import dev.millrace.core.function.Emitter;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Records pushed by the program itself. They are kept in memory until they are committed, and until
 * then can be read again, also by another run in this process; they do not outlive the process.
 *
 * <pre>{@code
 * QueueSource<String> lines = QueueSource.create();
 * context.source("lines", lines);
 * …
 * lines.push("to be or not to be");
 * lines.finish();
 * }</pre>
 *
 * <p>Thread-safe. Record {@code i} belongs to split {@code i mod splits}.
 */
public final class QueueSource<T> implements DriverSource<T> {
  private static final long serialVersionUID = 1L;

  private final InterleavedSplits layout;
  private final int capacity;
  private final List<T> records = new ArrayList<>();

  /** The place in the whole sequence of the first record that is still kept. */
  private long first;

  private boolean finished;

  private QueueSource(int splits, int capacity) {
    if (splits < 1 || capacity < 1) {
      throw new ConfigurationException(
          "splits and capacity must be at least 1, got " + splits + " and " + capacity);
    }
    this.layout = new InterleavedSplits(splits);
    this.capacity = capacity;
  }

  /** A queue of one split that takes any number of records. */
  public static <T> QueueSource<T> create() {
    return create(1);
  }

  /** A queue of so many splits, that is, partitions of each batch. */
  public static <T> QueueSource<T> create(int splits) {
    return new QueueSource<>(splits, Integer.MAX_VALUE);
  }

  /** A queue that makes {@link #push} wait while it holds {@code capacity} records. */
  public static <T> QueueSource<T> bounded(int splits, int capacity) {
    return new QueueSource<>(splits, capacity);
  }

  /**
   * Adds a record at the end; waits while a bounded queue is full.
   *
   * @throws IllegalStateException after {@link #finish}, or when interrupted while waiting
   */
  public void push(T value) {
    pushAll(List.of(value));
  }

  /** Adds records at the end, in order, as {@link #push} does. */
  public synchronized void pushAll(List<? extends T> values) {
    for (T value : values) {
      Objects.requireNonNull(value, "a record must not be null");
      awaitRoom();
      if (finished) {
        throw new IllegalStateException("the queue is finished, it takes no more records");
      }
      records.add(value);
    }
  }

  /** No more records come: a pipeline that has read them all may end. */
  public synchronized void finish() {
    finished = true;
    notifyAll();
  }

  @Override
  public SplitPlanner planner(SourceContext context) {
    return new Planner();
  }

  @Override
  public SplitReader<T> reader(OffsetRange range) {
    return new Reader(range);
  }

  private void awaitRoom() {
    while (records.size() >= capacity && !finished) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the queue was full", e);
      }
    }
  }

  private synchronized long end() {
    return first + records.size();
  }

  private synchronized boolean isFinished() {
    return finished;
  }

  private synchronized T record(long index) {
    if (index < first) {
      throw new SourceException(
          "record "
              + index
              + " of the queue was committed and forgotten; a pipeline over a queue cannot go back"
              + " before its commits");
    }
    return records.get(Math.toIntExact(index - first));
  }

  private synchronized void forget(long until) {
    int count = Math.toIntExact(Math.max(0, Math.min(until - first, records.size())));
    records.subList(0, count).clear();
    first += count;
    notifyAll();
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException(
        "QueueSource lives in the memory of one process and cannot be read elsewhere");
  }

  private final class Planner implements SplitPlanner {
    private long bound = Long.MAX_VALUE;
    private boolean exhausted;

    @Override
    public List<OffsetRange> plan(Map<String, Offset> committed, PlanLimits limits) {
      long from = layout.position(committed);
      boolean last = isFinished();
      long end = Math.min(end(), bound);
      long until = from + Math.max(0, Math.min(end - from, limits.records()));
      exhausted = until >= end && (last || bound < Long.MAX_VALUE);
      return layout.ranges(from, until);
    }

    @Override
    public boolean exhausted() {
      return exhausted;
    }

    @Override
    public boolean boundToNow() {
      bound = end();
      return true;
    }

    @Override
    public void committed(Map<String, Offset> offsets) {
      forget(layout.position(offsets));
    }

    @Override
    public long totalRecords() {
      return isFinished() ? end() : -1;
    }

    @Override
    public double progress(Map<String, Offset> offsets) {
      if (!isFinished()) {
        return Double.NaN;
      }
      return end() == 0 ? 1 : (double) layout.position(offsets) / end();
    }
  }

  private final class Reader implements SplitReader<T> {
    private final OffsetRange range;

    Reader(OffsetRange range) {
      this.range = range;
    }

    @Override
    public void read(Emitter<? super T> out, Emitter<DeadLetter> rejects) throws Exception {
      for (long i = range.from().position(); i < range.until().position(); i++) {
        out.emit(record(layout.index(range, i)));
      }
    }
  }
}
