package dev.millrace.parquet;

import dev.millrace.core.SourceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.InputFile;

/** Parquet. */
record ParquetFormat<T>(RowShape<T> shape, int maxRecordBytes) implements TableFormat<T> {
  @Override
  public Outline outline(Place place, Place.Entry file) throws IOException {
    try (ParquetFileReader reader = reader(place, file)) {
      List<BlockMetaData> groups = reader.getRowGroups();
      List<Long> ends = new ArrayList<>();
      long rows = 0;
      long bytes = 0;
      for (BlockMetaData group : groups) {
        check(group, file);
        rows += group.getRowCount();
        bytes += group.getTotalByteSize();
        ends.add(rows);
      }
      return new Outline(ends, bytes);
    }
  }

  /** A group of rows is read as a whole, so it must not be larger than the file that holds it. */
  private static void check(BlockMetaData group, Place.Entry file) {
    for (ColumnChunkMetaData column : group.getColumns()) {
      long from = column.getStartingPos();
      long bytes = column.getTotalSize();
      if (from < 0 || bytes < 0 || from > file.length() || bytes > file.length() - from) {
        throw new SourceException(
            file.path()
                + " is damaged: column "
                + column.getPath()
                + " takes "
                + bytes
                + " bytes from "
                + from
                + " on, of "
                + file.length());
      }
    }
    if (group.getRowCount() < 0 || group.getTotalByteSize() < 0) {
      throw new SourceException(
          file.path() + " is damaged: a group of " + group.getRowCount() + " rows");
    }
  }

  @Override
  public Cursor<T> open(Place place, Place.Entry file, long row) throws IOException {
    return ParquetCursor.open(reader(place, file), file.name(), shape, maxRecordBytes, row);
  }

  private static ParquetFileReader reader(Place place, Place.Entry file) throws IOException {
    FileSystem system = place.fileSystem();
    InputFile input = new StoredInput(system, file.path(), file.length());
    try {
      return ParquetFileReader.open(input, BoundedPages.options(system.getConf()));
    } catch (RuntimeException e) {
      throw new SourceException(
          file.path() + " is no Parquet file, or damaged: " + e.getMessage(), e);
    } catch (StackOverflowError e) { // Parquet's reader goes as deep as the schema says
      throw new SourceException(
          file.path() + " is damaged, or its schema is nested too deep to be read", e);
    }
  }

  @Override
  public String toString() {
    return "Parquet";
  }
}
