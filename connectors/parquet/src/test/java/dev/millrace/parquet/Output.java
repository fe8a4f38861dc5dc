package dev.millrace.parquet;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes batches by hand, as a pipeline does. */
final class Output<T> implements AutoCloseable {
  private final LocalEngine engine = LocalEngine.withThreads(1);
  final SinkWriter<T> writer;

  Output(Sink<T> sink, long committed) throws Exception {
    writer = sink.open(new SinkContext("pipeline", "sink", Optional.empty(), committed));
  }

  void stage(long id, List<T> values) throws Exception {
    engine.beginBatch(new BatchInfo(id, Instant.EPOCH));
    writer.stage(id, engine.of(List.of(values)));
    engine.endBatch();
  }

  void batch(long id, List<T> values) throws Exception {
    stage(id, values);
    writer.publish(id);
  }

  /** Leaves the writer as a crash does. */
  void crash() {
    engine.close();
  }

  @Override
  public void close() throws IOException {
    writer.close();
    engine.close();
  }

  static <T> void write(Sink<T> sink, List<T> values) throws Exception {
    try (Output<T> output = new Output<>(sink, -1)) {
      output.batch(0, values);
    }
  }
}
