package dev.millrace.duckdb;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sql.SqlRowBuilder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Reads one column of a result, by its type. */
record ResultColumn(RowSchema.Column column, Reader reader) {
  /** Sets the column of the row that is being built; columns of results count from 1. */
  @FunctionalInterface
  interface Reader {
    void read(ResultSet result, int column, SqlRowBuilder row) throws SQLException;
  }

  void read(ResultSet result, int index, SqlRowBuilder row) throws SQLException {
    reader.read(result, index, row);
  }

  /**
   * @param type as DuckDB calls it
   * @throws ConfigurationException when there is no place for such values in a row
   */
  static ResultColumn of(String name, String type) {
    String base = type.replaceFirst("\\(.*", "");
    return switch (type.endsWith("]") ? "LIST" : base) {
      case "BOOLEAN" -> number(name, ResultColumn::bool);
      case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" ->
          number(name, ResultColumn::whole);
      case "UBIGINT", "HUGEINT", "UHUGEINT" -> number(name, ResultColumn::big);
      case "FLOAT", "DOUBLE" -> number(name, ResultColumn::real);
      case "DECIMAL" -> number(name, ResultColumn::decimal);
      case "VARCHAR", "UUID", "ENUM", "JSON", "DATE", "TIME", "\"NULL\"" ->
          text(name, ResultColumn::text);
      case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" ->
          text(name, ResultColumn::timestamp);
      case "TIMESTAMP WITH TIME ZONE" -> text(name, ResultColumn::zoned);
      default ->
          throw new ConfigurationException(
              "column '"
                  + name
                  + "' of the result is of type "
                  + type
                  + ", which a Row has no place for; CAST it AS VARCHAR, or take it apart");
    };
  }

  private static ResultColumn number(String name, Reader reader) {
    return new ResultColumn(new RowSchema.Column(name, RowSchema.Type.NUMBER), reader);
  }

  private static ResultColumn text(String name, Reader reader) {
    return new ResultColumn(new RowSchema.Column(name, RowSchema.Type.TEXT), reader);
  }

  private static void bool(ResultSet result, int column, SqlRowBuilder row) throws SQLException {
    boolean value = result.getBoolean(column);
    if (!result.wasNull()) {
      row.bool(column - 1, value);
    }
  }

  private static void whole(ResultSet result, int column, SqlRowBuilder row) throws SQLException {
    long value = result.getLong(column);
    if (!result.wasNull()) {
      row.whole(column - 1, value);
    }
  }

  private static void big(ResultSet result, int column, SqlRowBuilder row) throws SQLException {
    if (result.getObject(column) instanceof BigInteger value) {
      row.whole(column - 1, value);
    }
  }

  private static void real(ResultSet result, int column, SqlRowBuilder row) throws SQLException {
    double value = result.getDouble(column);
    if (!result.wasNull()) {
      row.number(column - 1, value);
    }
  }

  private static void decimal(ResultSet result, int column, SqlRowBuilder row) throws SQLException {
    BigDecimal value = result.getBigDecimal(column);
    if (value != null) {
      row.decimal(column - 1, value);
    }
  }

  private static void text(ResultSet result, int column, SqlRowBuilder row) throws SQLException {
    Object value = result.getObject(column);
    if (value != null) {
      row.text(column - 1, value.toString());
    }
  }

  private static void timestamp(ResultSet result, int column, SqlRowBuilder row)
      throws SQLException {
    LocalDateTime value = result.getObject(column, LocalDateTime.class);
    if (value != null) {
      row.timestamp(column - 1, value.toInstant(ZoneOffset.UTC));
    }
  }

  private static void zoned(ResultSet result, int column, SqlRowBuilder row) throws SQLException {
    OffsetDateTime value = result.getObject(column, OffsetDateTime.class);
    if (value != null) {
      row.timestamp(column - 1, value.toInstant());
    }
  }
}
