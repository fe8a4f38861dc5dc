package dev.millrace.parquet;

import dev.millrace.core.SourceException;
import dev.millrace.core.function.Emitter;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.VersionParser;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.VersionParser.VersionParseException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.schema.MessageType;

/**
 * Reads a Parquet file column by column, row by row; one row group is in memory at a time, packed.
 */
final class ParquetCursor<T> implements TableFormat.Cursor<T> {
  private final ParquetFileReader file;
  private final String name;
  private final ParsedVersion writer;
  private final List<ColumnDescriptor> columns;
  private final Class<T> type;
  private final RowFaults faults;
  private final StructNode rows;
  private final ParquetLeaf[] leaves;
  private final ParquetLeaf[] leavesInLists;
  private long row;
  private long groupEnd;
  private int group;

  private ParquetCursor(
      ParquetFileReader file,
      String name,
      Class<T> type,
      RowFaults faults,
      ParquetNodes.Rows rows) {
    this.file = file;
    this.name = name;
    this.writer = writer(file.getFileMetaData().getCreatedBy());
    this.type = type;
    this.faults = faults;
    this.columns = rows.schema().getColumns();
    this.rows = rows.node();
    this.leaves = rows.leaves().toArray(ParquetLeaf[]::new);
    this.leavesInLists =
        rows.leaves().stream().filter(ParquetLeaf::isInList).toArray(ParquetLeaf[]::new);
  }

  static <T> ParquetCursor<T> open(
      ParquetFileReader file, String name, RowShape<T> shape, int maxRecordBytes, long row)
      throws IOException {
    try {
      MessageType all = file.getFileMetaData().getSchema();
      Assembly.Struct assembly = shape.assembly(name, ParquetTypes.columns(all));
      RowFaults faults = new RowFaults(maxRecordBytes);
      ParquetNodes.Rows rows = ParquetNodes.of(all, assembly, faults);
      file.setRequestedSchema(rows.schema());
      ParquetCursor<T> cursor = new ParquetCursor<>(file, name, shape.type(), faults, rows);
      try {
        cursor.skipTo(row);
      } catch (RuntimeException e) {
        throw cursor.damaged(e);
      }
      return cursor;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Null where it does not say, or not as it should. */
  private static ParsedVersion writer(String createdBy) {
    try {
      return VersionParser.parse(createdBy);
    } catch (VersionParseException | RuntimeException e) {
      return null;
    }
  }

  private void skipTo(long target) throws IOException {
    while (group < file.getRowGroups().size()
        && groupEnd + file.getRowGroups().get(group).getRowCount() <= target) {
      groupEnd += file.getRowGroups().get(group++).getRowCount();
    }
    row = groupEnd;
    if (row < target) {
      nextGroup();
      for (ParquetLeaf leaf : leaves) {
        for (long i = row; i < target; i++) {
          leaf.pass(0);
        }
      }
      row = target;
    }
  }

  private void nextGroup() throws IOException {
    PageReadStore pages = file.readRowGroup(group++);
    for (int i = 0; i < leaves.length; i++) {
      ColumnDescriptor column = columns.get(i);
      leaves[i].readFrom(column, pages.getPageReader(column), writer);
    }
    groupEnd = row + pages.getRowCount();
  }

  @Override
  public void read(long until, Emitter<? super T> out, TableFormat.Rejects rejects)
      throws Exception {
    while (row < until) {
      T made = null;
      try {
        made = type.cast(nextRow());
      } catch (IllegalArgumentException e) {
        rejects.reject(row, e.getMessage(), rows.values());
      }
      row++;
      if (made != null) {
        out.emit(made);
      }
    }
  }

  /**
   * @throws IllegalArgumentException when something does not fit, once the row is passed
   */
  private Object nextRow() throws IOException {
    Object made;
    faults.nextRow();
    try {
      if (row == groupEnd) {
        nextGroup();
      }
      made = rows.next();
      for (ParquetLeaf leaf : leavesInLists) {
        if (leaf.repetition() != 0) {
          throw new IllegalStateException("a list goes on behind its row");
        }
      }
    } catch (RuntimeException e) {
      throw damaged(e);
    }
    faults.check();
    return made;
  }

  private SourceException damaged(RuntimeException e) {
    return new SourceException(
        name + " is damaged, at row " + (row + 1) + ": " + e.getMessage(), e);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
