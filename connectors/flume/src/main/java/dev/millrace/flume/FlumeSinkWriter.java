package dev.millrace.flume;

import dev.millrace.core.Batch;
import dev.millrace.core.sink.ConcurrentSinkWriter;
import dev.millrace.core.sink.StagedBatches;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Stages in files, sends to the agent. A staged row is its length and {@link EventCodec}'s bytes.
 */
final class FlumeSinkWriter<T> implements ConcurrentSinkWriter<T> {
  private final EventEncoder<T> encoder;
  private final StagedBatches staged;
  private final EventSender sender;

  FlumeSinkWriter(EventEncoder<T> encoder, StagedBatches staged, EventSender sender) {
    this.encoder = encoder;
    this.staged = staged;
    this.sender = sender;
  }

  @Override
  public void stage(long batchId, Batch<T> batch) throws IOException {
    EventEncoder<T> events = encoder;
    List<StagedBatches.Part> parts =
        batch.runPartitions((partition, values) -> encode(events, values));
    if (parts.stream().anyMatch(part -> part.rows() > 0)) {
      staged.write(batchId, parts);
    }
  }

  private static <T> StagedBatches.Part encode(EventEncoder<T> encoder, List<T> values)
      throws Exception {
    List<byte[]> events = new ArrayList<>(values.size());
    long bytes = 0;
    for (T value : values) {
      byte[] event = EventCodec.encode(encoder.encode(value));
      events.add(event);
      bytes += Integer.BYTES + event.length;
    }
    ByteBuffer part = ByteBuffer.allocate(Math.toIntExact(bytes));
    events.forEach(event -> part.putInt(event.length).put(event));
    return new StagedBatches.Part(values.size(), part.array());
  }

  @Override
  public void publish(long batchId) throws Exception {
    staged.publish(batchId, (id, file) -> sender.send(id, StagedBatches.read(file)));
  }

  @Override
  public void discard(long firstBatchId) throws IOException {
    staged.discard(firstBatchId);
  }

  @Override
  public void close() {
    sender.close();
  }
}
