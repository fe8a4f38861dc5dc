package dev.millrace.jdbc;

import dev.millrace.core.sql.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Reads a value that {@link RowEncoder} wrote and makes it a parameter of a statement. */
@FunctionalInterface
interface ValueBinder {
  /** The value is there; parameters count from 1. */
  void bind(ByteBuffer in, PreparedStatement statement, int parameter) throws SQLException;

  /** How values of a type go into a column. */
  static ValueBinder of(SqlType type, Column column, Dialect dialect) {
    return switch (type) {
      case BOOLEAN -> (in, statement, i) -> statement.setBoolean(i, in.get() != 0);
      case INTEGER -> (in, statement, i) -> statement.setInt(i, in.getInt());
      case BIGINT -> (in, statement, i) -> statement.setLong(i, in.getLong());
      case DOUBLE ->
          (in, statement, i) -> statement.setDouble(i, Double.longBitsToDouble(in.getLong()));
      case DECIMAL -> (in, statement, i) -> statement.setBigDecimal(i, decimal(in));
      case TEXT ->
          dialect == Dialect.POSTGRESQL && !column.isText()
              // The server finds out what the text means: an enum, a UUID, JSON.
              ? (in, statement, i) -> statement.setObject(i, text(in), Types.OTHER)
              : (in, statement, i) -> statement.setString(i, text(in));
      case TIMESTAMP -> timestamp(column, dialect);
      case DATE ->
          dialect == Dialect.SQLITE
              ? (in, statement, i) -> statement.setString(i, date(in).toString())
              : (in, statement, i) -> statement.setObject(i, date(in));
    };
  }

  private static ValueBinder timestamp(Column column, Dialect dialect) {
    if (dialect == Dialect.SQLITE) {
      return (in, statement, i) -> statement.setString(i, SqliteTimes.format(utc(in)));
    } else if (column.isZoned()) {
      return (in, statement, i) -> statement.setObject(i, utc(in).atOffset(ZoneOffset.UTC));
    }
    return (in, statement, i) -> statement.setObject(i, utc(in));
  }

  private static BigDecimal decimal(ByteBuffer in) {
    BigDecimal value = new BigDecimal(new BigInteger(bytes(in)), 18).stripTrailingZeros();
    return value.scale() < 0 ? value.setScale(0) : value;
  }

  private static String text(ByteBuffer in) {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] data = new byte[in.getInt()];
    in.get(data);
    return data;
  }

  private static LocalDateTime utc(ByteBuffer in) {
    Instant instant = Instant.EPOCH.plus(in.getLong(), ChronoUnit.MICROS);
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static LocalDate date(ByteBuffer in) {
    return LocalDate.ofEpochDay(in.getLong());
  }
}
