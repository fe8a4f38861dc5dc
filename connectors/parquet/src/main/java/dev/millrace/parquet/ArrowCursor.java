package dev.millrace.parquet;

import dev.millrace.core.MillraceException;
import dev.millrace.core.SourceException;
import dev.millrace.core.function.Emitter;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;

/** Reads a stream of Arrow, one record batch in memory at a time. */
final class ArrowCursor<T> implements TableFormat.Cursor<T> {
  /** What one record batch with its dictionaries may take. */
  private static final long MOST_BYTES = 2L << 30;

  private final ArrowTail in;
  private final String name;
  private final RowShape<T> shape;
  private final RowFaults faults;
  private final BufferAllocator allocator;
  private final ArrowStreamReader reader;
  private Assembly.Struct assembly;
  private ArrowRows rows;
  private long row;
  private int batchRow;
  private int batchRows;

  /** Whether the record batch at hand was loaded. */
  private boolean isWhole = true;

  /**
   * @param row to begin with, which the stream holds
   */
  ArrowCursor(ArrowTail in, String name, RowShape<T> shape, int maxRecordBytes, long row) {
    this.in = in;
    this.name = name;
    this.shape = shape;
    this.faults = new RowFaults(maxRecordBytes);
    this.allocator = new RootAllocator(MOST_BYTES);
    this.reader = new ArrowStreamReader(in, allocator);
    this.row = row;
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
    batchRow = assembly == null ? Math.toIntExact(row - in.rowsSkipped()) : 0;
    batchRows = root.getRowCount();
    ArrowNodes nodes = new ArrowNodes(faults, reader.getDictionaryVectors());
    List<FieldVector> vectors = root.getFieldVectors();
    if (assembly == null) {
      assembly = shape.assembly(name, nodes.columns(vectors));
    }
    rows = nodes.rows(vectors, assembly);
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
        made = shape.type().cast(nextRow());
      } catch (IllegalArgumentException e) {
        rejects.reject(row, e.getMessage(), rows.values());
      }
      row++;
      batchRow++;
      if (made != null) {
        out.emit(made);
      }
    }
  }

  /**
   * @throws IllegalArgumentException when something does not fit
   */
  private Object nextRow() {
    Object made;
    faults.nextRow();
    try {
      made = rows.read(batchRow);
    } catch (RuntimeException e) {
      throw damaged(e);
    }
    faults.check();
    return made;
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
