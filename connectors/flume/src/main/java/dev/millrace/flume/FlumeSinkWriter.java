package dev.millrace.flume;

import dev.millrace.core.Batch;
import dev.millrace.core.sink.ConcurrentSinkWriter;
import dev.millrace.core.sink.StagedBatches;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stages in files, sends to the agent. A staged row is its length and {@link EventCodec}'s bytes.
 */
final class FlumeSinkWriter<T> implements ConcurrentSinkWriter<T> {
  private final EventEncoder<T> encoder;
  private final StagedBatches staged;
  private final EventSender sender;

  /** Need not be read to be sent; null when it was sent, or there is none. */
  private final AtomicReference<Newest> newest = new AtomicReference<>();

  /** The batch that was staged last. */
  private record Newest(long batchId, List<StagedBatches.Part> parts) {
    StagedBatches.Content content() {
      long rows = parts.stream().mapToLong(StagedBatches.Part::rows).sum();
      return new StagedBatches.Content(rows, bytes());
    }

    private ByteBuffer bytes() {
      if (parts.size() == 1) {
        return ByteBuffer.wrap(parts.get(0).bytes());
      }
      int size = parts.stream().mapToInt(part -> part.bytes().length).sum();
      ByteBuffer all = ByteBuffer.allocate(size);
      parts.forEach(part -> all.put(part.bytes()));
      return all.flip();
    }
  }

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
      newest.set(new Newest(batchId, parts));
    }
  }

  private static <T> StagedBatches.Part encode(EventEncoder<T> encoder, List<T> values)
      throws Exception {
    byte[][] bodies = new byte[values.size()][];
    byte[][] headers = new byte[values.size()][];
    long bytes = 0;
    for (int i = 0; i < bodies.length; i++) {
      FlumeEvent event = encoder.encode(values.get(i));
      bodies[i] = event.body();
      headers[i] = EventCodec.encodeHeaders(event.headers());
      bytes += Integer.BYTES + EventCodec.size(bodies[i], headers[i]);
    }
    ByteBuffer part = ByteBuffer.allocate(Math.toIntExact(bytes));
    for (int i = 0; i < bodies.length; i++) {
      part.putInt(EventCodec.size(bodies[i], headers[i]));
      EventCodec.put(bodies[i], headers[i], part);
    }
    return new StagedBatches.Part(values.size(), part.array());
  }

  @Override
  public void publish(long batchId) throws Exception {
    staged.publish(batchId, (id, file) -> sender.send(id, content(id, file)));
  }

  private StagedBatches.Content content(long batchId, Path file) throws IOException {
    Newest last = newest.get();
    return last != null && last.batchId() == batchId && newest.compareAndSet(last, null)
        ? last.content()
        : StagedBatches.read(file);
  }

  @Override
  public void discard(long firstBatchId) throws IOException {
    newest.set(null);
    staged.discard(firstBatchId);
  }

  @Override
  public void close() {
    sender.close();
  }
}
