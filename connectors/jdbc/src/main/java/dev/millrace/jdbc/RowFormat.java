package dev.millrace.jdbc;

import dev.millrace.core.row.Row;
import java.io.Serializable;

/** What becomes of the rows of a table. Immutable; travels to other machines. */
interface RowFormat<T> extends Serializable {
  RowDecoder<T> decoder(Table table);

  /** Java records, of the columns that are named as their components. */
  record Records<T extends Record>(Class<T> type) implements RowFormat<T> {
    @Override
    public RowDecoder<T> decoder(Table table) {
      return RecordDecoder.of(type, table);
    }
  }

  /** All columns. */
  record Rows() implements RowFormat<Row> {
    @Override
    public RowDecoder<Row> decoder(Table table) {
      return RowsDecoder.of(table);
    }
  }
}
