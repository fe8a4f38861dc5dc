package dev.millrace.parquet;

import dev.millrace.core.SourceException;
import dev.millrace.core.function.Emitter;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads a Parquet file column by column, row by row; one row group is in memory at a time, packed.
 */
final class ParquetCursor<T> implements TableFormat.Cursor<T> {
  private final ParquetFileReader file;
  private final String name;
  private final String createdBy;
  private final MessageType schema;
  private final ParquetColumn[] columns;
  private final RowShape.Maker<T> maker;
  private final ColumnReader[] readers;
  private final int[] maxLevels;
  private final Object[] values;
  private long row;
  private long groupEnd;
  private int group;

  private ParquetCursor(
      ParquetFileReader file,
      String name,
      MessageType schema,
      ParquetColumn[] columns,
      RowShape.Maker<T> maker) {
    this.file = file;
    this.name = name;
    this.createdBy = file.getFileMetaData().getCreatedBy();
    this.schema = schema;
    this.columns = columns;
    this.maker = maker;
    this.readers = new ColumnReader[columns.length];
    this.maxLevels = new int[columns.length];
    this.values = new Object[columns.length];
  }

  static <T> ParquetCursor<T> open(ParquetFileReader file, String name, RowShape<T> shape, long row)
      throws IOException {
    try {
      MessageType all = file.getFileMetaData().getSchema();
      List<RowShape.Found> found = new ArrayList<>();
      List<ParquetColumn> columns = new ArrayList<>();
      for (Type type : all.getFields()) {
        ParquetColumn column = ParquetColumn.of(type, name + ": column '" + type.getName() + "'");
        columns.add(column);
        found.add(new RowShape.Found(type.getName(), column.kind()));
      }
      RowShape.Maker<T> maker = shape.maker(name, found);
      int[] wanted = maker.wanted();
      ParquetColumn[] chosen = new ParquetColumn[wanted.length];
      List<Type> types = new ArrayList<>();
      for (int i = 0; i < wanted.length; i++) {
        chosen[i] = columns.get(wanted[i]);
        types.add(all.getType(wanted[i]));
      }
      MessageType schema = new MessageType(all.getName(), types);
      file.setRequestedSchema(schema);
      ParquetCursor<T> cursor = new ParquetCursor<>(file, name, schema, chosen, maker);
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

  private void skipTo(long target) throws IOException {
    while (group < file.getRowGroups().size()
        && groupEnd + file.getRowGroups().get(group).getRowCount() <= target) {
      groupEnd += file.getRowGroups().get(group++).getRowCount();
    }
    row = groupEnd;
    if (row < target) {
      nextGroup();
      for (int column = 0; column < readers.length; column++) {
        for (long i = row; i < target; i++) {
          skip(readers[column], maxLevels[column]);
        }
      }
      row = target;
    }
  }

  private static void skip(ColumnReader reader, int maxLevel) {
    if (reader.getCurrentDefinitionLevel() == maxLevel) {
      reader.skip();
    }
    reader.consume();
  }

  private void nextGroup() throws IOException {
    PageReadStore pages = file.readRowGroup(group++);
    ColumnReadStoreImpl store =
        new ColumnReadStoreImpl(new BoundedPages(pages), new NoConverter(), schema, createdBy);
    for (int i = 0; i < readers.length; i++) {
      ColumnDescriptor descriptor = schema.getColumns().get(i);
      readers[i] = store.getColumnReader(descriptor);
      maxLevels[i] = descriptor.getMaxDefinitionLevel();
    }
    groupEnd = row + pages.getRowCount();
  }

  @Override
  public void read(long until, Emitter<? super T> out, TableFormat.Rejects rejects)
      throws Exception {
    while (row < until) {
      T made = null;
      try {
        readValues();
        made = maker.make(values);
      } catch (IllegalArgumentException e) {
        rejects.reject(row, e.getMessage(), values);
      }
      row++;
      if (made != null) {
        out.emit(made);
      }
    }
  }

  /**
   * @throws IllegalArgumentException when a value is none of its type, once the row is passed
   */
  private void readValues() throws IOException {
    IllegalArgumentException strange = null;
    try {
      if (row == groupEnd) {
        nextGroup();
      }
      for (int i = 0; i < readers.length; i++) {
        ColumnReader reader = readers[i];
        boolean isThere = reader.getCurrentDefinitionLevel() == maxLevels[i];
        values[i] = null;
        try {
          values[i] = isThere ? columns[i].reader().read(reader) : null;
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
          String column = schema.getFieldName(i);
          strange = new IllegalArgumentException("column '" + column + "': " + e.getMessage(), e);
        }
        reader.consume();
      }
    } catch (RuntimeException e) {
      throw damaged(e);
    }
    if (strange != null) {
      throw strange;
    }
  }

  private SourceException damaged(RuntimeException e) {
    return new SourceException(
        name + " is damaged, at row " + (row + 1) + ": " + e.getMessage(), e);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Columns are read directly, so nothing is converted. */
  private static final class NoConverter extends GroupConverter {
    @Override
    public Converter getConverter(int field) {
      return new PrimitiveConverter() {};
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
