package dev.millrace.core.sink;

import dev.millrace.core.Batch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keeps what is published in memory, by batch; for tests and small results. Exactly once as long as
 * the process lives: a pipeline that is started again over the same sink finds what it published.
 *
 * <p>Thread-safe: may be read while the pipeline runs.
 */
public final class MemorySink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final SortedMap<Long, List<T>> staged = new TreeMap<>();
  private final SortedMap<Long, List<T>> published = new TreeMap<>();

  /** What each published batch held, empty batches included; a copy. */
  public synchronized SortedMap<Long, List<T>> batches() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(published));
  }

  /** Everything published, batch by batch and in the order of the partitions; a copy. */
  public synchronized List<T> records() {
    List<T> records = new ArrayList<>();
    published.values().forEach(records::addAll);
    return records;
  }

  /** Forgets everything. */
  public synchronized void clear() {
    staged.clear();
    published.clear();
  }

  @Override
  public SinkWriter<T> open(SinkContext context) {
    return new Writer();
  }

  @Override
  public Delivery delivery() {
    return Delivery.EXACTLY_ONCE;
  }

  private synchronized void stage(long batchId, List<T> values) {
    if (!published.containsKey(batchId)) {
      staged.put(batchId, values);
    }
  }

  private synchronized void publish(long batchId) {
    List<T> values = staged.remove(batchId);
    if (values != null) {
      published.put(batchId, values);
    }
  }

  private synchronized void discard(long firstBatchId) {
    staged.tailMap(firstBatchId).clear();
  }

  private final class Writer implements SinkWriter<T> {
    @Override
    public void stage(long batchId, Batch<T> batch) {
      MemorySink.this.stage(batchId, Collections.unmodifiableList(batch.collect()));
    }

    @Override
    public void publish(long batchId) {
      MemorySink.this.publish(batchId);
    }

    @Override
    public void discard(long firstBatchId) {
      MemorySink.this.discard(firstBatchId);
    }
  }
}
