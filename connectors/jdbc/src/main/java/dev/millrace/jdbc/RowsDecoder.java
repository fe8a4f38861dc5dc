package dev.millrace.jdbc;

import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sql.SqlRowBuilder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Rows with all columns: numbers and truth values as numbers, the rest as text. */
final class RowsDecoder implements RowDecoder<Row> {
  private final RowSchema schema;
  private final List<Cell> cells;

  private RowsDecoder(RowSchema schema, List<Cell> cells) {
    this.schema = schema;
    this.cells = cells;
  }

  /** Sets a column of the row that is being built. */
  @FunctionalInterface
  private interface Setter {
    void set(SqlRowBuilder row, int column, Object value);
  }

  /** How a column is read, and set in a row. */
  private record Cell(RowSchema.Column column, FieldReader reader, Setter setter) {
    static Cell of(Column column, Dialect dialect) {
      boolean isSqlite = dialect == Dialect.SQLITE;
      if (column.isBoolean()) {
        return number(column, dialect, Boolean.class, SqlRowBuilder::bool);
      } else if (column.isWhole()) {
        return number(column, dialect, Long.class, SqlRowBuilder::whole);
      } else if (column.isReal() || (column.isDecimal() && isSqlite)) {
        return number(column, dialect, Double.class, SqlRowBuilder::number);
      } else if (column.isDecimal()) {
        return number(column, dialect, BigDecimal.class, SqlRowBuilder::decimal);
      } else if (column.isTime() && !isSqlite) {
        return text(column, dialect, Instant.class, SqlRowBuilder::timestamp);
      }
      return text(column, dialect, String.class, SqlRowBuilder::text);
    }

    /** What takes a value of a type. */
    @FunctionalInterface
    private interface TypedSetter<V> {
      void set(SqlRowBuilder row, int column, V value);
    }

    private static <V> Cell number(
        Column column, Dialect dialect, Class<V> type, TypedSetter<V> setter) {
      return of(column, RowSchema.Type.NUMBER, dialect, type, setter);
    }

    private static <V> Cell text(
        Column column, Dialect dialect, Class<V> type, TypedSetter<V> setter) {
      return of(column, RowSchema.Type.TEXT, dialect, type, setter);
    }

    private static <V> Cell of(
        Column column, RowSchema.Type kind, Dialect dialect, Class<V> type, TypedSetter<V> setter) {
      return new Cell(
          new RowSchema.Column(column.name(), kind),
          FieldReader.of(type, column, dialect, column.name()),
          (row, i, value) -> setter.set(row, i, type.cast(value)));
    }
  }

  static RowsDecoder of(Table table) {
    List<Cell> cells =
        table.columns().stream().map(column -> Cell.of(column, table.dialect())).toList();
    return new RowsDecoder(SqlRowBuilder.schema(cells.stream().map(Cell::column).toList()), cells);
  }

  @Override
  public List<String> columns() {
    return schema.columns().stream().map(RowSchema.Column::name).toList();
  }

  @Override
  public List<FieldReader> fields() {
    return cells.stream().map(Cell::reader).toList();
  }

  @Override
  public Row make(Object[] values) {
    SqlRowBuilder builder = new SqlRowBuilder(schema);
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        cells.get(i).setter().set(builder, i, values[i]);
      }
    }
    return builder.build();
  }
}
