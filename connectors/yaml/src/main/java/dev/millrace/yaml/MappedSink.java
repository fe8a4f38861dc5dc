package dev.millrace.yaml;

import dev.millrace.core.Batch;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.io.IOException;

/** Gives a sink something else than what it is given. Immutable. */
record MappedSink<T, R>(MapFunction<? super T, ? extends R> function, Sink<R> sink)
    implements Sink<T> {
  @Override
  public SinkWriter<T> open(SinkContext context) throws Exception {
    SinkWriter<R> writer = sink.open(context);
    MapFunction<? super T, ? extends R> mapping = function;
    return new SinkWriter<>() {
      @Override
      public void stage(long batchId, Batch<T> batch) throws Exception {
        writer.stage(batchId, batch.map(mapping));
      }

      @Override
      public void publish(long batchId) throws Exception {
        writer.publish(batchId);
      }

      @Override
      public void discard(long firstBatchId) throws Exception {
        writer.discard(firstBatchId);
      }

      @Override
      public void close() throws IOException {
        writer.close();
      }
    };
  }

  @Override
  public Delivery delivery() {
    return sink.delivery();
  }

  @Override
  public String toString() {
    return sink.toString();
  }
}
