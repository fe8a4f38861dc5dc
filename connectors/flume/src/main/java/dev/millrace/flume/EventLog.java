package dev.millrace.flume;

import dev.millrace.core.source.log.LogFrames;
import dev.millrace.core.source.log.WriteAheadLog;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/** Takes events for good: into the log, each id once. Thread-safe. */
final class EventLog {
  private final WriteAheadLog log;
  private final String idHeader;
  private final KnownIds known;
  private final LogFrames frames = new LogFrames();

  private EventLog(WriteAheadLog log, String idHeader, KnownIds known) {
    this.log = log;
    this.idHeader = idHeader;
    this.known = known;
  }

  /** Knows the newest events that are in the log already. */
  static EventLog over(WriteAheadLog log, FlumeOptions options) throws IOException {
    KnownIds known = new KnownIds(options.knownIds());
    EventLog events = new EventLog(log, options.idHeader(), known);
    if (!options.idHeader().isEmpty()) {
      log.visit(
          (content, length) -> {
            String id = events.id(content, 0, length);
            if (id != null) {
              known.add(id);
            }
          });
    }
    return events;
  }

  /**
   * Takes them all, or none.
   *
   * @return true once they are on disk; false when there is no room
   */
  boolean take(ReceivedEvents events) throws IOException {
    if (!append(events)) {
      return false;
    }
    log.sync(); // even if all were known: those may not be on disk yet
    return true;
  }

  private synchronized boolean append(ReceivedEvents events) throws IOException {
    Set<String> fresh = new LinkedHashSet<>();
    int last = -1;
    frames.clear();
    for (int i = 0; i < events.count(); i++) {
      String id = id(events.bytes(), events.start(i), events.end(i) - events.start(i));
      if (id == null || (!known.contains(id) && fresh.add(id))) {
        if (last >= 0) {
          frames.addWithNext(events.bytes(), events.start(last), events.end(last));
        }
        last = i;
      }
    }
    if (last >= 0) {
      frames.add(events.bytes(), events.start(last), events.end(last));
      if (!log.tryAppend(frames)) {
        return false;
      }
    }
    fresh.forEach(known::add);
    return true;
  }

  /** Null when the event has none. */
  private String id(byte[] bytes, int start, int length) {
    return idHeader.isEmpty() ? null : EventCodec.header(bytes, start, length, idHeader);
  }
}
