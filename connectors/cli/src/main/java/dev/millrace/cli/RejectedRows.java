package dev.millrace.cli;

import dev.millrace.core.Batch;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import dev.millrace.core.source.DeadLetter;
import java.util.ArrayList;
import java.util.List;

/** Counts the rows that could not be used, and keeps the first few to show. */
final class RejectedRows implements Sink<DeadLetter> {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 5;

  private final transient List<DeadLetter> first = new ArrayList<>();
  private long count;

  @Override
  public SinkWriter<DeadLetter> open(SinkContext context) {
    return new SinkWriter<>() {
      @Override
      public void stage(long batchId, Batch<DeadLetter> batch) {
        batch.collect().forEach(RejectedRows.this::add);
      }

      @Override
      public void publish(long batchId) {}

      @Override
      public void discard(long firstBatchId) {}
    };
  }

  @Override
  public Delivery delivery() {
    return Delivery.AT_LEAST_ONCE;
  }

  private synchronized void add(DeadLetter letter) {
    count++;
    if (first.size() < SHOWN) {
      first.add(letter);
    }
  }

  synchronized long count() {
    return count;
  }

  /** The first that came, at most {@value #SHOWN}. */
  synchronized List<DeadLetter> first() {
    return List.copyOf(first);
  }
}
