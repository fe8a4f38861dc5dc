package dev.millrace.core.testing;

import dev.millrace.core.Batch;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Collects what is published and watches over the order of calls: a runtime that stages, publishes
 * or discards other than {@link SinkWriter} says gets an {@code IllegalStateException}. It can be
 * told to fail, as a sink out there would. For tests of runtimes and of pipelines with unreliable
 * sinks.
 *
 * <p>What it holds survives the writer, as a file or a table would; thread-safe.
 */
public final class CollectingSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final SortedMap<Long, List<T>> staged = new TreeMap<>();
  private final SortedMap<Long, List<T>> published = new TreeMap<>();
  private int stageFailures;
  private int publishFailures;

  /** Everything published, in the order of batches and partitions; a copy. */
  public synchronized List<T> records() {
    List<T> records = new ArrayList<>();
    published.values().forEach(records::addAll);
    return records;
  }

  /** The ids of the published batches, ascending; a copy. */
  public synchronized List<Long> batchIds() {
    return List.copyOf(published.keySet());
  }

  /** Lets the next {@code times} calls of {@code stage} fail. */
  public synchronized void failStaging(int times) {
    stageFailures = times;
  }

  /** Lets the next {@code times} calls of {@code publish} fail. */
  public synchronized void failPublishing(int times) {
    publishFailures = times;
  }

  @Override
  public SinkWriter<T> open(SinkContext context) {
    return new Writer(context.committed());
  }

  @Override
  public Delivery delivery() {
    return Delivery.EXACTLY_ONCE;
  }

  private synchronized void failIf(boolean staging) throws IOException {
    if (staging && stageFailures > 0) {
      stageFailures--;
      throw new IOException("told to fail staging");
    }
    if (!staging && publishFailures > 0) {
      publishFailures--;
      throw new IOException("told to fail publishing");
    }
  }

  private final class Writer implements SinkWriter<T> {
    private long last;
    private boolean discarded;

    Writer(long committed) {
      this.last = committed;
    }

    @Override
    public void stage(long batchId, Batch<T> batch) throws IOException {
      failIf(true);
      List<T> values = batch.collect();
      synchronized (CollectingSink.this) {
        require(discarded, "staged batch " + batchId + " before discard on opening");
        require(batchId == last + 1, "staged batch " + batchId + " after batch " + last);
        last = batchId;
        if (!published.containsKey(batchId)) {
          staged.put(batchId, values);
        }
      }
    }

    @Override
    public void publish(long batchId) throws IOException {
      failIf(false);
      synchronized (CollectingSink.this) {
        require(batchId <= last, "published batch " + batchId + ", newest known is " + last);
        require(
            staged.headMap(batchId).isEmpty(),
            "published batch " + batchId + " while " + staged.headMap(batchId).keySet() + " waits");
        List<T> values = staged.remove(batchId);
        if (values != null) {
          published.put(batchId, values);
        }
      }
    }

    @Override
    public void discard(long firstBatchId) {
      synchronized (CollectingSink.this) {
        discarded = true;
        staged.tailMap(firstBatchId).clear();
        last = Math.min(last, firstBatchId - 1);
      }
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("sink used against its contract: " + what);
    }
  }
}
