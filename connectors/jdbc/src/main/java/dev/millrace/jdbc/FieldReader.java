package dev.millrace.jdbc;

import dev.millrace.core.ConfigurationException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** Reads a column as a Java value. */
@FunctionalInterface
interface FieldReader {
  /** Null for NULL. */
  Object read(ResultSet row, int column) throws SQLException, BadRowException;

  /** What a column of an ordinary type becomes. */
  Map<Class<?>, Function<Source, FieldReader>> READERS =
      Map.ofEntries(
          Map.entry(
              byte.class,
              from -> from.whole(Byte.MIN_VALUE, Byte.MAX_VALUE, value -> (byte) value)),
          Map.entry(
              short.class,
              from -> from.whole(Short.MIN_VALUE, Short.MAX_VALUE, value -> (short) value)),
          Map.entry(
              int.class,
              from -> from.whole(Integer.MIN_VALUE, Integer.MAX_VALUE, value -> (int) value)),
          Map.entry(long.class, from -> from.whole(Long.MIN_VALUE, Long.MAX_VALUE, value -> value)),
          Map.entry(float.class, from -> from.real(value -> (float) value)),
          Map.entry(double.class, from -> from.real(value -> value)),
          Map.entry(boolean.class, Source::bool),
          Map.entry(String.class, from -> ResultSet::getString),
          Map.entry(BigDecimal.class, from -> ResultSet::getBigDecimal),
          Map.entry(byte[].class, from -> ResultSet::getBytes),
          Map.entry(UUID.class, from -> from.text(UUID::fromString)),
          Map.entry(Instant.class, from -> from.time(time -> time.toInstant(ZoneOffset.UTC))),
          Map.entry(LocalDateTime.class, from -> from.time(time -> time)),
          Map.entry(LocalDate.class, Source::date));

  Map<Class<?>, Class<?>> PRIMITIVES =
      Map.of(
          Byte.class, byte.class,
          Short.class, short.class,
          Integer.class, int.class,
          Long.class, long.class,
          Float.class, float.class,
          Double.class, double.class,
          Boolean.class, boolean.class);

  /**
   * @param where for messages, for instance {@code Payment.amount}
   * @throws ConfigurationException when there is no way
   */
  static FieldReader of(Type type, Column column, Dialect dialect, String where) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      FieldReader inner = of(generic.getActualTypeArguments()[0], column, dialect, where);
      return (row, i) -> Optional.ofNullable(inner.read(row, i));
    }
    boolean isRequired = type instanceof Class<?> raw && raw.isPrimitive();
    Source from = new Source(column, dialect, isRequired);
    if (type instanceof Class<?> known && known.isEnum()) {
      return constant(known, from);
    }
    Function<Source, FieldReader> reader =
        type instanceof Class<?> known ? READERS.get(PRIMITIVES.getOrDefault(known, known)) : null;
    if (reader == null) {
      throw new ConfigurationException(
          where
              + " of type "
              + type.getTypeName()
              + " cannot be read from a column; take a number,"
              + " boolean, text, enum, time, date, UUID, byte[] or an Optional of these");
    }
    return reader.apply(from);
  }

  private static FieldReader constant(Class<?> type, Source from) {
    Map<String, Object> constants =
        Arrays.stream(type.getEnumConstants())
            .collect(Collectors.toMap(some -> ((Enum<?>) some).name(), some -> some));
    return from.text(
        text -> {
          Object constant = constants.get(text);
          if (constant == null) {
            throw new IllegalArgumentException(
                "expected one of " + constants.keySet().stream().sorted().toList());
          }
          return constant;
        });
  }

  /**
   * The column that is read.
   *
   * @param isRequired whether there has to be a value
   */
  record Source(Column column, Dialect dialect, boolean isRequired) {
    private boolean isSqlite() {
      return dialect == Dialect.SQLITE;
    }

    private BadRowException strange(String expected, Object got, Throwable cause) {
      String reason = cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage();
      return new BadRowException(
          "expected " + expected + " in '" + column.name() + "', got '" + got + "'" + reason);
    }

    /** NULL is there. */
    private Object none() throws BadRowException {
      if (isRequired) {
        throw new BadRowException("expected a value in '" + column.name() + "', got NULL");
      }
      return null;
    }

    private FieldReader whole(long least, long most, LongFunction<Object> cut) {
      boolean isSqlite = isSqlite();
      return (row, i) -> {
        long value;
        if (isSqlite) {
          Object found = row.getObject(i);
          if (found == null) {
            return none();
          }
          value = whole(found);
        } else {
          value = row.getLong(i);
          if (row.wasNull()) {
            return none();
          }
        }
        if (value < least || value > most) {
          throw strange("a whole number from " + least + " to " + most, value, null);
        }
        return cut.apply(value);
      };
    }

    /** SQLite's columns hold anything, and its driver would take what is no number for 0. */
    private long whole(Object value) throws BadRowException {
      if (value instanceof Long || value instanceof Integer) {
        return ((Number) value).longValue();
      }
      throw strange("a whole number", value, null);
    }

    private FieldReader real(DoubleFunction<Object> cut) {
      boolean isSqlite = isSqlite();
      return (row, i) -> {
        if (isSqlite) {
          Object value = row.getObject(i);
          return value == null ? none() : cut.apply(number(value));
        }
        double value = row.getDouble(i);
        return row.wasNull() ? none() : cut.apply(value);
      };
    }

    private double number(Object value) throws BadRowException {
      if (value instanceof Number number) {
        return number.doubleValue();
      }
      throw strange("a number", value, null);
    }

    private FieldReader bool() {
      return (row, i) -> {
        if (isSqlite()) {
          Object value = row.getObject(i);
          return value == null ? none() : (Object) (number(value) != 0);
        }
        boolean value = row.getBoolean(i);
        return row.wasNull() ? none() : (Object) value;
      };
    }

    private FieldReader text(Function<String, Object> parser) {
      return (row, i) -> {
        String text = row.getString(i);
        try {
          return text == null ? null : parser.apply(text);
        } catch (RuntimeException e) {
          throw strange("something else", text, e);
        }
      };
    }

    /** In UTC. */
    private FieldReader time(Function<LocalDateTime, Object> made) {
      return (row, i) -> {
        LocalDateTime time = time(row, i);
        return time == null ? null : made.apply(time);
      };
    }

    private LocalDateTime time(ResultSet row, int i) throws SQLException, BadRowException {
      if (isSqlite()) {
        return sqlite(row, i);
      } else if (column.isZoned()) {
        OffsetDateTime time = row.getObject(i, OffsetDateTime.class);
        return time == null ? null : time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
      }
      return row.getObject(i, LocalDateTime.class);
    }

    private LocalDateTime sqlite(ResultSet row, int i) throws SQLException, BadRowException {
      Object value = row.getObject(i);
      try {
        return value == null ? null : SqliteTimes.parse(value);
      } catch (DateTimeException e) {
        throw strange("a time", value, e);
      }
    }

    private FieldReader date() {
      return (row, i) -> {
        if (isSqlite()) {
          LocalDateTime time = sqlite(row, i);
          return time == null ? null : time.toLocalDate();
        }
        return row.getObject(i, LocalDate.class);
      };
    }
  }
}
