package dev.millrace.parquet;

import dev.millrace.core.SourceException;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Arrow's IPC, streams and files. */
record ArrowFormat<T>(RowShape<T> shape, int maxRecordBytes) implements TableFormat<T> {
  @Override
  public Outline outline(Place place, Place.Entry file) throws IOException {
    List<Long> ends = new ArrayList<>();
    long rows = 0;
    long bytes = 0;
    try (ArrowMessages messages = ArrowMessages.open(place, file)) {
      while (messages.next()) {
        if (messages.isRecordBatch()) {
          rows += messages.rows();
          bytes += messages.bodyLength();
          ends.add(rows);
        }
        messages.skipBody();
      }
    } catch (EOFException | RuntimeException e) {
      throw new SourceException(
          file.path() + " is no Arrow stream or file, or damaged: " + e.getMessage(), e);
    }
    return new Outline(ends, bytes);
  }

  @Override
  public Cursor<T> open(Place place, Place.Entry file, long row) throws IOException {
    ArrowTail tail = new ArrowTail(ArrowMessages.open(place, file), row);
    return new ArrowCursor<>(tail, file.name(), shape, maxRecordBytes, row);
  }

  @Override
  public String toString() {
    return "Arrow";
  }
}
