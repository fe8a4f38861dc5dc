package dev.millrace.parquet;

import dev.millrace.core.function.Emitter;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/** How files of rows are read. Immutable; travels to other machines. */
interface TableFormat<T> extends Serializable {
  /**
   * What is known of a file without reading its rows.
   *
   * @param groupEnds rows up to the end of each group of rows that is read as one
   * @param bytes of all rows, unpacked
   */
  record Outline(List<Long> groupEnds, long bytes) {
    public Outline {
      groupEnds = List.copyOf(groupEnds);
    }

    long rows() {
      return groupEnds.isEmpty() ? 0 : groupEnds.get(groupEnds.size() - 1);
    }

    /** Where the group ends that the row is in. */
    long groupEnd(long row) {
      int i = 0;
      while (groupEnds.get(i) <= row) {
        i++;
      }
      return groupEnds.get(i);
    }

    long bytesPerRow() {
      return Math.max(1, bytes / Math.max(1, rows()));
    }
  }

  /** Takes a row that does not fit, by its number from 0 on. */
  interface Rejects {
    void reject(long row, String reason, Object[] values) throws Exception;
  }

  /** Reads rows one after the other. Used by one thread at a time. */
  interface Cursor<T> extends Closeable {
    /** Reads from the row it stands at up to row {@code until}, exclusive. */
    void read(long until, Emitter<? super T> out, Rejects rejects) throws Exception;
  }

  Outline outline(Place place, Place.Entry file) throws IOException;

  /** Opens the file at a row. */
  Cursor<T> open(Place place, Place.Entry file, long row) throws IOException;
}
