package dev.millrace.parquet;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Cursors that stand where the next range may begin, so that a group of rows that is read in
 * several ranges is unpacked once. Holds few, and none where it arrives on another machine.
 * Thread-safe.
 */
final class OpenCursors<T> implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 4;

  private record Spot(String split, long row) {}

  private final transient Map<Spot, TableFormat.Cursor<T>> cursors = new LinkedHashMap<>();

  /** The cursor that stands there, or null. */
  synchronized TableFormat.Cursor<T> take(String split, long row) {
    return cursors.remove(new Spot(split, row));
  }

  synchronized void put(String split, long row, TableFormat.Cursor<T> cursor) {
    TableFormat.Cursor<T> before = cursors.put(new Spot(split, row), cursor);
    if (before != null) {
      close(before);
    }
    while (cursors.size() > MOST) {
      Spot eldest = cursors.keySet().iterator().next();
      close(cursors.remove(eldest));
    }
  }

  synchronized void clear() {
    cursors.values().forEach(OpenCursors::close);
    cursors.clear();
  }

  private Object readResolve() {
    return new OpenCursors<T>();
  }

  private static void close(TableFormat.Cursor<?> cursor) {
    try {
      cursor.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
