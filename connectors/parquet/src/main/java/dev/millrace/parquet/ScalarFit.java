package dev.millrace.parquet;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Which values fit which classes. Numbers widen where nothing is lost. */
final class ScalarFit {
  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          boolean.class, Boolean.class,
          byte.class, Byte.class,
          short.class, Short.class,
          int.class, Integer.class,
          long.class, Long.class,
          float.class, Float.class,
          double.class, Double.class);

  private ScalarFit() {}

  static Class<?> boxed(Class<?> type) {
    return BOXES.getOrDefault(type, type);
  }

  /**
   * What makes an instance of a class, boxed, of a value that is not null; null when such values do
   * not fit. It throws IllegalArgumentException for one that does not.
   */
  static Function<Object, Object> of(Class<?> wanted, ValueKind kind) {
    if (wanted == kind.type()) {
      return Function.identity();
    }
    if (wanted.isEnum() && kind == ValueKind.TEXT) {
      Map<String, Object> constants = new HashMap<>();
      for (Object constant : wanted.getEnumConstants()) {
        constants.put(((Enum<?>) constant).name(), constant);
      }
      return value -> constant(constants, value, wanted);
    }
    boolean whole = kind == ValueKind.INT;
    if (wanted == Long.class && whole) {
      return value -> ((Integer) value).longValue();
    }
    if (wanted == Double.class && (whole || kind == ValueKind.FLOAT)) {
      return value -> ((Number) value).doubleValue();
    }
    if (wanted == Short.class && whole) {
      return value -> narrow((Integer) value, ((Integer) value).shortValue(), wanted);
    }
    if (wanted == Byte.class && whole) {
      return value -> narrow((Integer) value, ((Integer) value).byteValue(), wanted);
    }
    return null;
  }

  private static Object constant(Map<String, Object> constants, Object name, Class<?> type) {
    Object constant = constants.get(name);
    if (constant == null) {
      throw new IllegalArgumentException(
          "'" + name + "' is no constant of " + type.getSimpleName());
    }
    return constant;
  }

  private static Number narrow(Integer value, Number narrowed, Class<?> type) {
    if (narrowed.intValue() != value) {
      throw new IllegalArgumentException(value + " does not fit a " + type.getSimpleName());
    }
    return narrowed;
  }
}
