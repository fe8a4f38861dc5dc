package dev.millrace.file;

import dev.millrace.core.ConfigurationException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/** How the component types of a record are read from CSV fields. */
final class FieldTypes {
  /** As Jackson has it. */
  private static final int MAX_DIGITS = 1_000;

  private static final Map<Class<?>, Kind> KINDS = new HashMap<>();

  static {
    kind("a finite number", FieldTypes::parseDouble, double.class, Double.class);
    kind("a finite number", FieldTypes::parseFloat, float.class, Float.class);
    kind("a whole number that fits long", Long::valueOf, long.class, Long.class);
    kind("a whole number that fits int", Integer::valueOf, int.class, Integer.class);
    kind("a whole number that fits short", Short::valueOf, short.class, Short.class);
    kind("a whole number that fits byte", Byte::valueOf, byte.class, Byte.class);
    kind("true, false, 1 or 0", FieldTypes::parseBoolean, boolean.class, Boolean.class);
    kind("one character", FieldTypes::parseCharacter, char.class, Character.class);
    kind("a text", text -> text, String.class);
    kind("a number", text -> new BigDecimal(digits(text)), BigDecimal.class);
    kind("a whole number", text -> new BigInteger(digits(text)), BigInteger.class);
    kind("an instant like 2024-05-31T10:15:30Z", Instant::parse, Instant.class);
    kind("a date like 2024-05-31", LocalDate::parse, LocalDate.class);
    kind("a time like 10:15:30", LocalTime::parse, LocalTime.class);
    kind("a time like 2024-05-31 10:15:30", FieldTypes::parseDateTime, LocalDateTime.class);
    kind("a UUID", UUID::fromString, UUID.class);
  }

  private FieldTypes() {}

  /** What is expected, and what makes a value of a text that is not empty. */
  private record Kind(String what, Function<String, Object> parser) {
    FieldReader or(Object missing, Function<Object, Object> wrapper) {
      return new ObjectField(what, parser.andThen(wrapper), ObjectField.Missing.as(missing));
    }
  }

  private static void kind(String what, Function<String, Object> parser, Class<?>... types) {
    for (Class<?> type : types) {
      KINDS.put(type, new Kind(what, parser));
    }
  }

  /** A new reader for a component's fields; used by one thread. */
  static FieldReader reader(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == String.class) {
      return new TextField();
    } else if (type == double.class) {
      return NumberField.REQUIRED;
    } else if (type == long.class) {
      return new WholeField("long", Long.MIN_VALUE, Long.MAX_VALUE);
    } else if (type == int.class) {
      return new WholeField("int", Integer.MIN_VALUE, Integer.MAX_VALUE);
    } else if (type == Optional.class) {
      return kind(component, argument(component)).or(Optional.empty(), Optional::of);
    } else if (type == OptionalDouble.class) {
      return kind(component, Double.class)
          .or(OptionalDouble.empty(), value -> OptionalDouble.of((double) value));
    } else if (type == OptionalLong.class) {
      return kind(component, Long.class)
          .or(OptionalLong.empty(), value -> OptionalLong.of((long) value));
    } else if (type == OptionalInt.class) {
      return kind(component, Integer.class)
          .or(OptionalInt.empty(), value -> OptionalInt.of((int) value));
    }
    Kind kind = kind(component, type);
    ObjectField.Missing missing =
        isBoxed(type) ? ObjectField.Missing.as(null) : ObjectField.Missing.refused();
    return new ObjectField(kind.what(), kind.parser(), missing);
  }

  private static boolean isBoxed(Class<?> type) {
    return type.getPackageName().equals("java.lang") && !type.isPrimitive();
  }

  private static Class<?> argument(RecordComponent component) {
    if (component.getGenericType() instanceof ParameterizedType type
        && type.getActualTypeArguments()[0] instanceof Class<?> argument) {
      return argument;
    }
    throw unknown(component);
  }

  private static Kind kind(RecordComponent component, Class<?> type) {
    if (type.isEnum()) {
      return enumKind(type);
    }
    Kind kind = KINDS.get(type);
    if (kind == null) {
      throw unknown(component);
    }
    return kind;
  }

  private static Kind enumKind(Class<?> type) {
    Map<String, Object> constants = new HashMap<>();
    StringBuilder names = new StringBuilder("one of");
    for (Object constant : type.getEnumConstants()) {
      String name = ((Enum<?>) constant).name();
      constants.put(name, constant);
      names.append(' ').append(name);
    }
    return new Kind(
        names.toString(),
        text -> {
          Object constant = constants.get(text);
          if (constant == null) {
            throw new IllegalArgumentException(text);
          }
          return constant;
        });
  }

  private static ConfigurationException unknown(RecordComponent component) {
    return new ConfigurationException(
        "component '"
            + component.getName()
            + "' of "
            + component.getDeclaringRecord().getSimpleName()
            + ": a CSV field cannot become a "
            + component.getGenericType().getTypeName()
            + "; use a primitive or boxed type, String, BigDecimal, BigInteger, Instant, LocalDate,"
            + " LocalTime, LocalDateTime, UUID, an enum, or an Optional of one");
  }

  /** Java takes time in proportion to the square of the digits. */
  private static String digits(String text) {
    if (text.length() > MAX_DIGITS) {
      throw new NumberFormatException(text.length() + " characters");
    }
    return text;
  }

  private static Object parseDouble(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    double value = NumberParser.parse(bytes, 0, bytes.length);
    if (Double.isNaN(value)) {
      throw new NumberFormatException(text);
    }
    return value;
  }

  private static Object parseFloat(String text) {
    parseDouble(text);
    float value = Float.parseFloat(text);
    if (Float.isInfinite(value)) {
      throw new NumberFormatException(text);
    }
    return value;
  }

  private static Object parseBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Object parseCharacter(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException(text);
    }
    return text.charAt(0);
  }

  private static Object parseDateTime(String text) {
    return LocalDateTime.parse(text.replace(' ', 'T'));
  }
}
