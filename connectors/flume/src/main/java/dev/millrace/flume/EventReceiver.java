package dev.millrace.flume;

import java.io.IOException;
import org.apache.flume.source.avro.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers Flume's protocol: OK for what is in the log for good, FAILED for all else. Thread-safe.
 */
final class EventReceiver {
  private static final Logger LOG = LoggerFactory.getLogger(EventReceiver.class);

  private final EventLog log;
  private volatile boolean isClosed;

  EventReceiver(EventLog log) {
    this.log = log;
  }

  Status take(ReceivedEvents events) {
    try {
      return !isClosed && log.take(events) ? Status.OK : Status.FAILED;
    } catch (IOException e) {
      LOG.error("events are refused: the log cannot be written", e);
      return Status.FAILED;
    }
  }

  /** Takes nothing more. */
  void close() {
    isClosed = true;
  }
}
