package dev.millrace.parquet;

import dev.millrace.core.SourceException;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.SplitReader;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.List;

/** Files of rows in a place, and how they are read. Immutable. */
record Tables<T>(Place place, TableFormat<T> format, ParquetOptions options)
    implements Serializable {
  List<Place.Entry> files() throws IOException {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + options.glob());
    return place.list("").stream().filter(file -> matcher.matches(Path.of(file.name()))).toList();
  }

  private Place.Entry file(String name) throws IOException {
    return place.list("").stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new SourceException(
                    name
                        + " is gone from "
                        + place
                        + ", though rows of it are still to be read;"
                        + " restore it"));
  }

  SplitReader<T> reader(OffsetRange range, OpenCursors<T> cursors) {
    RowOffset from = RowOffset.of(range.split(), range.from());
    RowOffset until = RowOffset.of(range.split(), range.until());
    return (out, rejects) -> read(range.split(), from, until, cursors, out, rejects);
  }

  private void read(
      String split,
      RowOffset from,
      RowOffset until,
      OpenCursors<T> cursors,
      Emitter<? super T> out,
      Emitter<DeadLetter> rejects)
      throws Exception {
    TableFormat.Cursor<T> cursor = cursors.take(split, from.row());
    if (cursor == null) {
      Place.Entry file = file(split);
      until.check(file);
      cursor = format.open(place, file, from.row());
    }
    boolean isDone = false;
    try {
      cursor.read(
          until.row(),
          out,
          (row, reason, values) ->
              rejects.emit(
                  new DeadLetter(
                      "file", split + " row " + (row + 1), reason, Arrays.deepToString(values))));
      isDone = true;
    } finally {
      if (isDone) {
        cursors.put(split, until.row(), cursor);
      } else {
        cursor.close();
      }
    }
  }
}
