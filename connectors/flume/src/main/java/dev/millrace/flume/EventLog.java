package dev.millrace.flume;

import dev.millrace.core.source.log.LogFrames;
import dev.millrace.core.source.log.WriteAheadLog;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
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
            String id = EventCodec.decode(content, 0, length).headers().get(options.idHeader());
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
  boolean take(List<FlumeEvent> events) throws IOException {
    if (!append(events)) {
      return false;
    }
    log.sync(); // even if all were known: those may not be on disk yet
    return true;
  }

  private synchronized boolean append(List<FlumeEvent> events) throws IOException {
    Set<String> fresh = new LinkedHashSet<>();
    byte[] last = null;
    frames.clear();
    for (FlumeEvent event : events) {
      String id = idHeader.isEmpty() ? null : event.headers().get(idHeader);
      if (id == null || (!known.contains(id) && fresh.add(id))) {
        if (last != null) {
          frames.addWithNext(last, 0, last.length);
        }
        last = EventCodec.encode(event);
      }
    }
    if (last != null) {
      frames.add(last, 0, last.length);
      if (!log.tryAppend(frames)) {
        return false;
      }
    }
    fresh.forEach(known::add);
    return true;
  }
}
