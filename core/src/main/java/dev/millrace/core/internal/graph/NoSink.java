package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;

/** Where nothing is kept, but batches are computed. */
public final class NoSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  @Override
  public SinkWriter<T> open(SinkContext context) {
    return new Writer<>();
  }

  @Override
  public Delivery delivery() {
    return Delivery.AT_LEAST_ONCE;
  }

  private static final class Writer<T> implements SinkWriter<T> {
    @Override
    public void stage(long batchId, Batch<T> batch) {
      batch.count();
    }

    @Override
    public void publish(long batchId) {}

    @Override
    public void discard(long firstBatchId) {}
  }
}
