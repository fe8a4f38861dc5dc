package dev.millrace.notebooks.weblog;

import dev.millrace.file.WebLogEntry;
import dev.millrace.ml.stream.Scored;
import java.time.Instant;

/** How likely a request was to fail, before the answer was known, and the answer's status. */
record Answer(Instant time, String path, double failure, int status) {
  static Answer of(Scored<WebLogEntry> scored) {
    WebLogEntry entry = scored.row();
    return new Answer(entry.time(), entry.path(), scored.output(), entry.status());
  }
}
