package dev.millrace.flume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flume.source.avro.AvroFlumeEvent;
import org.apache.flume.source.avro.AvroSourceProtocol;
import org.apache.flume.source.avro.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers Flume's protocol: OK for what is in the log for good, FAILED for all else. Thread-safe.
 */
final class EventReceiver implements AvroSourceProtocol {
  private static final Logger LOG = LoggerFactory.getLogger(EventReceiver.class);

  private final EventLog log;
  private volatile boolean isClosed;

  EventReceiver(EventLog log) {
    this.log = log;
  }

  @Override
  public Status append(AvroFlumeEvent event) {
    return appendBatch(List.of(event));
  }

  @Override
  public Status appendBatch(List<AvroFlumeEvent> events) {
    if (isClosed) {
      return Status.FAILED;
    }
    List<FlumeEvent> taken = new ArrayList<>(events.size());
    events.forEach(event -> taken.add(event(event)));
    try {
      return log.take(taken) ? Status.OK : Status.FAILED;
    } catch (IOException e) {
      LOG.error("events are refused: the log cannot be written", e);
      return Status.FAILED;
    }
  }

  private static FlumeEvent event(AvroFlumeEvent event) {
    Map<String, String> headers = new HashMap<>();
    event.getHeaders().forEach((name, value) -> headers.put(name.toString(), value.toString()));
    ByteBuffer body = event.getBody().duplicate();
    byte[] bytes = new byte[body.remaining()];
    body.get(bytes);
    return new FlumeEvent(headers, bytes);
  }

  /** Takes nothing more. */
  void close() {
    isClosed = true;
  }
}
