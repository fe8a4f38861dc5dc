package dev.millrace.parquet;

import dev.millrace.core.MillraceException;
import dev.millrace.core.SourceException;
import dev.millrace.core.function.Emitter;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;

/** Reads a stream of Arrow, one record batch in memory at a time. */
final class ArrowCursor<T> implements TableFormat.Cursor<T> {
  /** What one record batch with its dictionaries may take. */
  private static final long MOST_BYTES = 2L << 30;

  private final String name;
  private final RowShape<T> shape;
  private final BufferAllocator allocator;
  private final ArrowStreamReader reader;
  private FieldVector[] vectors = new FieldVector[0];
  private ArrowColumn[] columns = new ArrowColumn[0];
  private RowShape.Maker<T> maker;
  private Object[] values = new Object[0];
  private long row;
  private int batchRow;
  private int batchRows;

  /** Whether the record batch at hand was loaded. */
  private boolean isWhole = true;

  private ArrowCursor(InputStream in, String name, RowShape<T> shape) {
    this.name = name;
    this.shape = shape;
    this.allocator = new RootAllocator(MOST_BYTES);
    this.reader = new ArrowStreamReader(in, allocator);
  }

  static <T> ArrowCursor<T> open(InputStream in, String name, RowShape<T> shape, long row)
      throws IOException {
    ArrowCursor<T> cursor = new ArrowCursor<>(in, name, shape);
    try {
      while (cursor.row + cursor.batchRows - cursor.batchRow < row) {
        cursor.row += cursor.batchRows - cursor.batchRow;
        cursor.nextBatch();
      }
      cursor.batchRow += Math.toIntExact(row - cursor.row);
      cursor.row = row;
      return cursor;
    } catch (IOException | RuntimeException e) {
      cursor.close();
      throw e;
    }
  }

  private void nextBatch() throws IOException {
    isWhole = false;
    try {
      loadBatch();
    } catch (MillraceException e) {
      throw e;
    } catch (RuntimeException e) {
      throw damaged(e);
    }
    isWhole = true;
  }

  private SourceException damaged(RuntimeException e) {
    return new SourceException(
        name + " is damaged, at row " + (row + 1) + ": " + e.getMessage(), e);
  }

  private void loadBatch() throws IOException {
    if (!reader.loadNextBatch()) {
      throw new SourceException(name + " ends behind row " + row + "; it was changed");
    }
    VectorSchemaRoot root = reader.getVectorSchemaRoot();
    batchRow = 0;
    batchRows = root.getRowCount();
    List<FieldVector> found = root.getFieldVectors();
    List<ArrowColumn> all = new ArrayList<>();
    List<RowShape.Found> kinds = new ArrayList<>();
    for (FieldVector vector : found) {
      ArrowColumn column = column(vector);
      all.add(column);
      kinds.add(new RowShape.Found(vector.getName(), column.kind()));
    }
    maker = maker == null ? shape.maker(name, kinds) : maker;
    int[] wanted = maker.wanted();
    vectors = new FieldVector[wanted.length];
    columns = new ArrowColumn[wanted.length];
    values = new Object[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      vectors[i] = found.get(wanted[i]);
      columns[i] = all.get(wanted[i]);
    }
  }

  /** The values, or, where these are indices into a dictionary, what they stand for. */
  private ArrowColumn column(FieldVector vector) throws IOException {
    String where = name + ": column '" + vector.getName() + "'";
    ArrowColumn plain = ArrowColumn.of(vector, where);
    DictionaryEncoding encoding = vector.getField().getDictionary();
    if (encoding == null) {
      return plain;
    }
    Dictionary dictionary = reader.getDictionaryVectors().get(encoding.getId());
    if (dictionary == null) {
      throw new SourceException(where + " lacks its dictionary, number " + encoding.getId());
    }
    ArrowColumn entries = ArrowColumn.of(dictionary.getVector(), where);
    return new ArrowColumn(
        entries.kind(), at -> entries.reader().read(((Number) plain.reader().read(at)).intValue()));
  }

  @Override
  public void read(long until, Emitter<? super T> out, TableFormat.Rejects rejects)
      throws Exception {
    while (row < until) {
      while (batchRow == batchRows) {
        nextBatch();
      }
      T made = null;
      try {
        readValues();
        made = maker.make(values);
      } catch (IllegalArgumentException e) {
        rejects.reject(row, e.getMessage(), values);
      }
      row++;
      batchRow++;
      if (made != null) {
        out.emit(made);
      }
    }
  }

  /**
   * @throws IllegalArgumentException when a value is none of its type
   */
  private void readValues() {
    Arrays.fill(values, null);
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = vectors[i].isNull(batchRow) ? null : columns[i].reader().read(batchRow);
      } catch (DateTimeException | ArithmeticException e) {
        String column = vectors[i].getName();
        throw new IllegalArgumentException("column '" + column + "': " + e.getMessage(), e);
      } catch (RuntimeException e) {
        throw damaged(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
    try {
      allocator.close();
    } catch (IllegalStateException e) {
      if (isWhole) { // else Arrow has not given back what it had made room for
        throw e;
      }
    }
  }
}
