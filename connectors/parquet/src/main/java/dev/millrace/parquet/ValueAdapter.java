package dev.millrace.parquet;

import dev.millrace.core.ConfigurationException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a record's component of a column's value, which may be null. Numbers widen where nothing is
 * lost.
 *
 * @param name of the component
 * @param isRequired whether null has no place in it
 * @param isOptional whether the component is an Optional
 * @param isSame whether a value that is not null is taken as it is
 * @param adapt of a value that is not null
 */
record ValueAdapter(
    String name,
    boolean isRequired,
    boolean isOptional,
    boolean isSame,
    Function<Object, Object> adapt) {
  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          boolean.class, Boolean.class,
          byte.class, Byte.class,
          short.class, Short.class,
          int.class, Integer.class,
          long.class, Long.class,
          float.class, Float.class,
          double.class, Double.class);

  /** The class of a component's values: boxed, and out of its Optional. */
  static Class<?> valueClass(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == Optional.class
        && component.getGenericType() instanceof ParameterizedType generic
        && generic.getActualTypeArguments()[0] instanceof Class<?> inside) {
      return inside;
    }
    return BOXES.getOrDefault(type, type);
  }

  /**
   * @param where names the column, for messages
   * @throws ConfigurationException when such a column does not fit the component
   */
  static ValueAdapter of(RecordComponent component, ValueKind kind, String where) {
    Function<Object, Object> adapt = function(valueClass(component), kind);
    if (adapt == null) {
      throw new ConfigurationException(
          where
              + " holds "
              + kind.type().getSimpleName()
              + ", but component '"
              + component.getName()
              + "' of "
              + component.getDeclaringRecord().getSimpleName()
              + " is "
              + component.getGenericType().getTypeName()
              + "; change one of them");
    }
    boolean isPrimitive = component.getType().isPrimitive();
    return new ValueAdapter(
        component.getName(),
        isPrimitive,
        component.getType() == Optional.class,
        valueClass(component) == kind.type(),
        adapt);
  }

  private static Function<Object, Object> function(Class<?> wanted, ValueKind kind) {
    if (wanted == kind.type()) {
      return value -> value;
    }
    if (wanted.isEnum() && kind == ValueKind.TEXT) {
      Map<String, Object> constants = new java.util.HashMap<>();
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

  /** Whether a value that is not null stays as it is. */
  boolean isPlain() {
    return !isOptional && isSame;
  }

  /**
   * @throws IllegalArgumentException when the value has no place in the component
   */
  Object value(Object value) {
    if (value == null) {
      if (isRequired) {
        throw new IllegalArgumentException(
            "'" + name + "' is null; where it may be, declare the component Optional or boxed");
      }
      return isOptional ? Optional.empty() : null;
    }
    Object adapted = adapt.apply(value);
    return isOptional ? Optional.of(adapted) : adapted;
  }
}
