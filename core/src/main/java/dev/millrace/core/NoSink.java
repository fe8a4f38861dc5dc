package dev.millrace.core;

import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;

/** Where the empty output of {@code foreachBatch} goes, so that its batches are computed. */
final class NoSink implements Sink<Void> {
  private static final long serialVersionUID = 1L;

  @Override
  public SinkWriter<Void> open(SinkContext context) {
    return new Writer();
  }

  @Override
  public Delivery delivery() {
    return Delivery.AT_LEAST_ONCE;
  }

  private static final class Writer implements SinkWriter<Void> {
    @Override
    public void stage(long batchId, Batch<Void> batch) {
      batch.count();
    }

    @Override
    public void publish(long batchId) {}

    @Override
    public void discard(long firstBatchId) {}
  }
}
