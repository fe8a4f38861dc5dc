package dev.millrace.core.internal.sql;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;
import dev.millrace.core.sql.SqlRowWriter;
import dev.millrace.core.sql.SqlType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/** Java values as SQL values. */
final class Scalars {
  private static final int DECIMAL_DIGITS = 38;
  private static final int DECIMAL_SCALE = 18;
  private static final long MICROS = 1_000_000;

  private static final Map<Class<?>, SqlType> TYPES =
      Map.ofEntries(
          Map.entry(boolean.class, SqlType.BOOLEAN),
          Map.entry(Boolean.class, SqlType.BOOLEAN),
          Map.entry(byte.class, SqlType.INTEGER),
          Map.entry(Byte.class, SqlType.INTEGER),
          Map.entry(short.class, SqlType.INTEGER),
          Map.entry(Short.class, SqlType.INTEGER),
          Map.entry(int.class, SqlType.INTEGER),
          Map.entry(Integer.class, SqlType.INTEGER),
          Map.entry(OptionalInt.class, SqlType.INTEGER),
          Map.entry(long.class, SqlType.BIGINT),
          Map.entry(Long.class, SqlType.BIGINT),
          Map.entry(OptionalLong.class, SqlType.BIGINT),
          Map.entry(float.class, SqlType.DOUBLE),
          Map.entry(Float.class, SqlType.DOUBLE),
          Map.entry(double.class, SqlType.DOUBLE),
          Map.entry(Double.class, SqlType.DOUBLE),
          Map.entry(OptionalDouble.class, SqlType.DOUBLE),
          Map.entry(BigDecimal.class, SqlType.DECIMAL),
          Map.entry(char.class, SqlType.TEXT),
          Map.entry(Character.class, SqlType.TEXT),
          Map.entry(String.class, SqlType.TEXT),
          Map.entry(UUID.class, SqlType.TEXT),
          Map.entry(Instant.class, SqlType.TIMESTAMP),
          Map.entry(LocalDateTime.class, SqlType.TIMESTAMP),
          Map.entry(LocalDate.class, SqlType.DATE));

  private Scalars() {}

  /**
   * The column type for a Java type.
   *
   * @param where for the message, for instance {@code "Payment.amount"}
   * @throws ConfigurationException when there is none
   */
  static SqlType type(Type type, String where) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      return type(generic.getActualTypeArguments()[0], where);
    }
    SqlType found = null;
    if (type instanceof Class<?> known) {
      found = Enum.class.isAssignableFrom(known) ? SqlType.TEXT : TYPES.get(known);
    }
    if (found == null) {
      throw new ConfigurationException(
          where
              + " of type "
              + type.getTypeName()
              + " is no SQL column; map to a record of numbers, booleans, strings, enums, instants"
              + " and dates first");
    }
    return found;
  }

  /** Writes a value of a type that {@link #type} gave {@code column} for. */
  static void write(Object value, SqlType column, SqlRowWriter out) throws Exception {
    Object present = value instanceof Optional<?> optional ? optional.orElse(null) : value;
    if (present == null) {
      out.missing();
      return;
    }
    switch (column) {
      case BOOLEAN -> out.bool((Boolean) present);
      case INTEGER -> writeInt(present, out);
      case BIGINT -> writeLong(present, out);
      case DOUBLE -> writeDouble(present, out);
      case DECIMAL -> out.decimal(decimal((BigDecimal) present));
      case TEXT -> out.text(present instanceof Enum<?> named ? named.name() : present.toString());
      case TIMESTAMP -> out.timestamp(micros(present));
      case DATE -> out.date(((LocalDate) present).toEpochDay());
    }
  }

  private static void writeInt(Object value, SqlRowWriter out) throws Exception {
    if (!(value instanceof OptionalInt optional)) {
      out.int32(((Number) value).intValue());
    } else if (optional.isPresent()) {
      out.int32(optional.getAsInt());
    } else {
      out.missing();
    }
  }

  private static void writeLong(Object value, SqlRowWriter out) throws Exception {
    if (!(value instanceof OptionalLong optional)) {
      out.int64(((Number) value).longValue());
    } else if (optional.isPresent()) {
      out.int64(optional.getAsLong());
    } else {
      out.missing();
    }
  }

  private static void writeDouble(Object value, SqlRowWriter out) throws Exception {
    if (!(value instanceof OptionalDouble optional)) {
      out.float64(((Number) value).doubleValue());
    } else if (optional.isPresent()) {
      out.float64(optional.getAsDouble());
    } else {
      out.missing();
    }
  }

  private static BigDecimal decimal(BigDecimal value) {
    BigDecimal exact = value.stripTrailingZeros();
    if (exact.scale() > DECIMAL_SCALE
        || exact.precision() - exact.scale() > DECIMAL_DIGITS - DECIMAL_SCALE) {
      throw new MillraceException(
          value + " does not fit DECIMAL(" + DECIMAL_DIGITS + ", " + DECIMAL_SCALE + ") exactly");
    }
    return exact.setScale(DECIMAL_SCALE);
  }

  private static long micros(Object value) {
    Instant time =
        value instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : (Instant) value;
    try {
      return Math.addExact(
          Math.multiplyExact(time.getEpochSecond(), MICROS), time.getNano() / 1_000);
    } catch (ArithmeticException e) {
      throw new MillraceException(time + " is too far from 1970 for a TIMESTAMP", e);
    }
  }
}
