package dev.millrace.jdbc;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SourceException;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** What a column that orders rows holds, and how its values are text in an offset. */
enum OrderType {
  WHOLE(Long.class) {
    @Override
    Object read(ResultSet row, int column) throws SQLException {
      return row.getLong(column);
    }

    @Override
    Object value(String text) {
      return Long.valueOf(text);
    }
  },
  DECIMAL(BigDecimal.class) {
    @Override
    Object read(ResultSet row, int column) throws SQLException {
      return row.getBigDecimal(column);
    }

    @Override
    String text(Object value) {
      return ((BigDecimal) value).toPlainString();
    }

    /** However many zeros they end with. */
    @Override
    boolean isSame(Object value, Object other) {
      return ((BigDecimal) value).compareTo((BigDecimal) other) == 0;
    }

    @Override
    Object value(String text) {
      return new BigDecimal(text);
    }
  },
  TEXT(String.class) {
    @Override
    Object read(ResultSet row, int column) throws SQLException {
      return row.getString(column);
    }

    @Override
    Object value(String text) {
      return text;
    }
  },
  TIMESTAMP(LocalDateTime.class) {
    @Override
    Object read(ResultSet row, int column) throws SQLException {
      return row.getObject(column, LocalDateTime.class);
    }

    @Override
    Object value(String text) {
      return LocalDateTime.parse(text);
    }
  },
  INSTANT(Instant.class) {
    @Override
    Object read(ResultSet row, int column) throws SQLException {
      return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    @Override
    Object value(String text) {
      return Instant.parse(text).atOffset(ZoneOffset.UTC);
    }
  },
  DATE(LocalDate.class) {
    @Override
    Object read(ResultSet row, int column) throws SQLException {
      return row.getObject(column, LocalDate.class);
    }

    @Override
    Object value(String text) {
      return LocalDate.parse(text);
    }
  },
  UNIQUE_ID(UUID.class) {
    @Override
    Object read(ResultSet row, int column) throws SQLException {
      return row.getObject(column);
    }

    @Override
    Object value(String text) {
      return UUID.fromString(text);
    }
  };

  private final Class<?> type;

  OrderType(Class<?> type) {
    this.type = type;
  }

  /** Whether a column that was read as this has been read as {@link #read} would. */
  final boolean isOwn(Object value) {
    return type.isInstance(value);
  }

  /** The value of a column, which is not null. */
  abstract Object read(ResultSet row, int column) throws SQLException;

  /** What {@link #read} gave, in an offset. */
  String text(Object value) {
    return value.toString();
  }

  /** Whether two values that {@link #read} gave stand at one place. */
  boolean isSame(Object value, Object other) {
    return value.equals(other);
  }

  /** What {@link #text} gave, as a parameter of a statement. */
  abstract Object value(String text);

  void bind(PreparedStatement statement, int parameter, String text) throws SQLException {
    Object value;
    try {
      value = value(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new SourceException("expected a value of type " + this + ", got '" + text + "'", e);
    }
    statement.setObject(parameter, value);
  }

  /**
   * @throws ConfigurationException when values of the column have no order that is exact
   */
  static OrderType of(Table table, Column column) {
    OrderType type = table.dialect() == Dialect.SQLITE ? ofSqlite(column) : ofTyped(column);
    if (type == null) {
      throw new ConfigurationException(
          "rows of '"
              + table.name()
              + "' cannot be followed by '"
              + column.name()
              + "' of type "
              + column.typeName()
              + "; take a column of whole numbers, times, dates, decimals, texts or UUIDs");
    }
    return type;
  }

  private static OrderType ofTyped(Column column) {
    if (column.isWhole()) {
      return WHOLE;
    } else if (column.isDecimal()) {
      return DECIMAL;
    } else if (column.isUuid()) {
      return UNIQUE_ID;
    } else if (column.isZoned()) {
      return INSTANT;
    } else if (column.isTime()) {
      return TIMESTAMP;
    } else if (column.type() == Types.DATE) {
      return DATE;
    }
    return column.isText() ? TEXT : null;
  }

  /** Times are text or numbers there, and compared as what the column holds. */
  private static OrderType ofSqlite(Column column) {
    if (column.isWhole()) {
      return WHOLE;
    }
    boolean isDay = column.type() == Types.DATE;
    return column.isText() || column.isTime() || column.isDecimal() || isDay ? TEXT : null;
  }
}
