package dev.millrace.ml.serve;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.serve.ServedModel.ColumnType;
import dev.millrace.ml.serve.ServedModel.InputColumn;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * How one component of a record is read.
 *
 * @param missing what stands for a value that is not there and need not be
 * @param wrapper makes the component of the value
 */
record RecordField(
    InputColumn column, RecordValue value, Object missing, UnaryOperator<Object> wrapper) {
  /** What a primitive is without a value. */
  private static final Map<Class<?>, Object> DEFAULTS =
      Map.of(
          double.class,
          Double.NaN,
          float.class,
          Float.NaN,
          long.class,
          0L,
          int.class,
          0,
          short.class,
          (short) 0,
          byte.class,
          (byte) 0,
          boolean.class,
          false,
          char.class,
          '\0');

  static RecordField of(RecordComponent component, boolean optional) {
    Class<?> type = component.getType();
    if (type == Optional.class) {
      return field(component, argument(component), true, Optional.empty(), Optional::of);
    } else if (type == OptionalDouble.class) {
      return field(
          component,
          Double.class,
          true,
          OptionalDouble.empty(),
          value -> OptionalDouble.of((double) value));
    } else if (type == OptionalLong.class) {
      return field(
          component,
          Long.class,
          true,
          OptionalLong.empty(),
          value -> OptionalLong.of((long) value));
    } else if (type == OptionalInt.class) {
      return field(
          component,
          Integer.class,
          true,
          OptionalInt.empty(),
          value -> OptionalInt.of((int) value));
    }
    boolean boxed =
        type.getPackageName().equals("java.lang") && !type.isPrimitive() && type != String.class;
    return field(component, type, optional || boxed, DEFAULTS.get(type), value -> value);
  }

  private static RecordField field(
      RecordComponent component,
      Class<?> type,
      boolean optional,
      Object missing,
      UnaryOperator<Object> wrapper) {
    RecordValue value = RecordValue.of(type).orElseThrow(() -> unknown(component));
    return new RecordField(
        new InputColumn(component.getName(), value.type(), !optional, value.categories()),
        value,
        missing,
        wrapper);
  }

  private static Class<?> argument(RecordComponent component) {
    if (component.getGenericType() instanceof ParameterizedType type
        && type.getActualTypeArguments()[0] instanceof Class<?> argument) {
      return argument;
    }
    throw unknown(component);
  }

  private static ConfigurationException unknown(RecordComponent component) {
    return new ConfigurationException(
        "component '"
            + component.getName()
            + "' of "
            + component.getDeclaringRecord().getSimpleName()
            + ": a column cannot become a "
            + component.getGenericType().getTypeName()
            + "; use a primitive or boxed type, String, BigDecimal, BigInteger, Instant, LocalDate,"
            + " LocalTime, LocalDateTime, UUID, an enum, or an Optional of one");
  }

  /**
   * @param given null where the row has no value
   * @throws RequestException if it is missing or of the wrong type
   */
  Object read(Object given) {
    boolean absent =
        given == null
            || (column.type() == ColumnType.TEXT
                && value.refusesEmpty()
                && !column.required()
                && given.equals(""));
    if (!absent) {
      return wrapper.apply(value.read(column.name(), given));
    }
    if (column.required()) {
      throw Values.missing(column.name());
    }
    return missing;
  }
}
