package dev.millrace.http;

import dev.millrace.core.source.log.LogFrames;
import dev.millrace.core.source.log.WriteAheadLog;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpStatus;

/** Takes the rows of a request whole, once, and for good. Thread-safe. */
final class RowLog {
  private static final int MOST_KEYS = 100_000;
  private static final int LONGEST_ROW = LogFrames.LONGEST - 1 - LoggedRow.LONGEST_KEY;

  private static final byte[] NO_KEY = LoggedRow.head("");

  private final WriteAheadLog log;

  /** Keys of requests that are in the log, the oldest ones first. */
  private final Set<String> keys =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > MOST_KEYS;
            }
          });

  private RowLog(WriteAheadLog log) {
    this.log = log;
  }

  /** What became of a request. */
  enum Outcome {
    TAKEN,
    /** Its key is known; the rows are in the log already. */
    REPEATED,
    FULL
  }

  /** Finds the keys of earlier runs in the log. */
  static RowLog open(WriteAheadLog log) throws IOException {
    RowLog rows = new RowLog(log);
    log.visit(
        (content, length) -> {
          if (content[0] > 0) {
            rows.keys.add(LoggedRow.key(content));
          }
        });
    return rows;
  }

  /**
   * Returns when the rows are on disk.
   *
   * @param key of the request; empty for none
   * @param rows one at the least, in the order of the body
   */
  Outcome take(String key, byte[] body, List<PostedRows.Slice> rows) throws IOException {
    byte[] head = LoggedRow.head(key);
    LogFrames frames = new LogFrames(capacity(head, rows));
    for (int i = 0; i < rows.size(); i++) {
      PostedRows.Slice row = rows.get(i);
      if (row.length() > LONGEST_ROW) {
        throw new RefusedException(
            HttpStatus.PAYLOAD_TOO_LARGE_413,
            "row " + i + " takes more than " + LONGEST_ROW + " bytes");
      }
      if (i < rows.size() - 1) {
        frames.addWithNext(head, body, row.start(), row.end());
      } else {
        frames.add(head, body, row.start(), row.end());
      }
      head = NO_KEY;
    }
    Outcome outcome = append(key, frames);
    if (outcome != Outcome.FULL) {
      log.sync();
    }
    return outcome;
  }

  private static int capacity(byte[] head, List<PostedRows.Slice> rows) {
    int bytes = rows.get(rows.size() - 1).end() - rows.get(0).start();
    return bytes + head.length + rows.size() * (NO_KEY.length + LogFrames.HEADER);
  }

  private synchronized Outcome append(String key, LogFrames frames) throws IOException {
    if (keys.contains(key)) {
      return Outcome.REPEATED;
    }
    if (!log.tryAppend(frames)) {
      return Outcome.FULL;
    }
    if (!key.isEmpty()) {
      keys.add(key);
    }
    return Outcome.TAKEN;
  }
}
