package dev.millrace.ml.serve;

import dev.millrace.ml.serve.ServedModel.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * How a value that a caller sent becomes a value of a Java type.
 *
 * @param what is expected, for messages
 * @param categories the texts there can be; empty for any
 * @param parser of a BigDecimal for a number, of a String for a text; an IllegalArgumentException,
 *     ArithmeticException or DateTimeException refuses the value
 */
record RecordValue(
    String what, ColumnType type, List<String> categories, Function<Object, Object> parser) {
  /** More digits than these are no number that anybody means. */
  private static final int MOST_DIGITS = 1_000;

  private static final Map<Class<?>, RecordValue> KNOWN = new HashMap<>();

  static {
    number("a number", RecordValue::toDouble, double.class, Double.class);
    number("a number that fits float", RecordValue::toFloat, float.class, Float.class);
    number("a whole number that fits long", BigDecimal::longValueExact, long.class, Long.class);
    number("a whole number that fits int", BigDecimal::intValueExact, int.class, Integer.class);
    number("a whole number that fits short", BigDecimal::shortValueExact, short.class, Short.class);
    number("a whole number that fits byte", BigDecimal::byteValueExact, byte.class, Byte.class);
    number("true, false, 1 or 0", RecordValue::toBoolean, boolean.class, Boolean.class);
    number("a number", decimal -> decimal, BigDecimal.class);
    number("a whole number", BigDecimal::toBigIntegerExact, BigInteger.class);
    text("one character", RecordValue::toCharacter, char.class, Character.class);
    text("a text", text -> text, String.class);
    text("an instant like 2024-05-31T10:15:30Z", Instant::parse, Instant.class);
    text("a date like 2024-05-31", LocalDate::parse, LocalDate.class);
    text("a time like 10:15:30", LocalTime::parse, LocalTime.class);
    text(
        "a time like 2024-05-31T10:15:30",
        text -> LocalDateTime.parse(text.replace(' ', 'T')),
        LocalDateTime.class);
    text("a UUID", UUID::fromString, UUID.class);
  }

  private static void number(String what, Function<BigDecimal, Object> of, Class<?>... types) {
    for (Class<?> type : types) {
      KNOWN.put(
          type,
          new RecordValue(
              what, ColumnType.NUMBER, List.of(), value -> of.apply((BigDecimal) value)));
    }
  }

  private static void text(String what, Function<String, Object> of, Class<?>... types) {
    for (Class<?> type : types) {
      KNOWN.put(
          type,
          new RecordValue(what, ColumnType.TEXT, List.of(), value -> of.apply((String) value)));
    }
  }

  /** Empty for types that no value can become. */
  static Optional<RecordValue> of(Class<?> type) {
    return type.isEnum() ? Optional.of(ofEnum(type)) : Optional.ofNullable(KNOWN.get(type));
  }

  private static RecordValue ofEnum(Class<?> type) {
    Map<String, Object> constants = new HashMap<>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
    List<String> names =
        Arrays.stream(type.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList();
    return new RecordValue(
        "one of " + String.join(", ", names),
        ColumnType.TEXT,
        names,
        value ->
            Optional.ofNullable(constants.get((String) value))
                .orElseThrow(IllegalArgumentException::new));
  }

  /** Whether an empty text is no value. */
  boolean refusesEmpty() {
    return !equals(KNOWN.get(String.class));
  }

  Object read(String column, Object given) {
    try {
      return parser.apply(type == ColumnType.NUMBER ? decimal(given) : Values.text(column, given));
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw Values.expected(column, what, given);
    }
  }

  private static BigDecimal decimal(Object given) {
    if (given instanceof Boolean flag) {
      return flag ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    if (!(given instanceof Number number)) {
      throw new IllegalArgumentException();
    }
    BigDecimal decimal =
        number instanceof BigDecimal exact ? exact : new BigDecimal(number.toString());
    if ((long) decimal.precision() - decimal.scale() > MOST_DIGITS) {
      throw new ArithmeticException();
    }
    return decimal;
  }

  private static Object toDouble(BigDecimal decimal) {
    double value = decimal.doubleValue();
    if (Double.isInfinite(value)) {
      throw new ArithmeticException();
    }
    return value;
  }

  private static Object toFloat(BigDecimal decimal) {
    float value = decimal.floatValue();
    if (Float.isInfinite(value)) {
      throw new ArithmeticException();
    }
    return value;
  }

  private static Object toBoolean(BigDecimal decimal) {
    return switch (decimal.toBigIntegerExact().toString()) {
      case "1" -> true;
      case "0" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  private static Object toCharacter(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException();
    }
    return text.charAt(0);
  }
}
