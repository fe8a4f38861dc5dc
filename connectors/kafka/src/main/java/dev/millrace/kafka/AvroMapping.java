package dev.millrace.kafka;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.format.BadRecordException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;

/** Between what Avro reads and writes for a schema, and a Java type. Thread-safe. */
interface AvroMapping {
  /** Which Java class stands for a logical type. */
  Map<String, Class<?>> LOGICAL =
      Map.of(
          "decimal", BigDecimal.class,
          "uuid", UUID.class,
          "date", LocalDate.class,
          "time-millis", LocalTime.class,
          "time-micros", LocalTime.class,
          "timestamp-millis", Instant.class,
          "timestamp-micros", Instant.class);

  Object toJava(Object avro) throws BadRecordException;

  Object toAvro(Object java);

  /** Both directions the same. */
  static AvroMapping identity() {
    return of(value -> value, value -> value);
  }

  private static AvroMapping of(Function<Object, Object> toJava, Function<Object, Object> toAvro) {
    return new AvroMapping() {
      @Override
      public Object toJava(Object avro) {
        return toJava.apply(avro);
      }

      @Override
      public Object toAvro(Object java) {
        return toAvro.apply(java);
      }
    };
  }

  /**
   * @param where for messages, for instance {@code Trade.price}
   * @throws ConfigurationException when the type cannot hold what the schema says
   */
  static AvroMapping of(Schema schema, Type type, String where) {
    if (schema.isUnion()) {
      return union(schema, type, where);
    }
    Class<?> raw = raw(type);
    if (raw == Optional.class) {
      AvroMapping inner = of(schema, argument(type, 0), where);
      return optional(inner);
    }
    Class<?> logical = logical(schema);
    if (logical == raw) {
      return identity();
    }
    AvroMapping mapping =
        logical != null && raw != String.class ? null : plain(schema, type, where);
    if (mapping == null) {
      throw new ConfigurationException(
          where + " is of " + type.getTypeName() + ", which cannot hold Avro's " + schema);
    }
    return mapping;
  }

  private static Class<?> logical(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    return logical == null ? null : LOGICAL.get(logical.getName());
  }

  /** By the types alone; null where the one cannot hold the other. */
  private static AvroMapping plain(Schema schema, Type type, String where) {
    Class<?> raw = raw(type);
    return switch (schema.getType()) {
      case INT -> raw == int.class || raw == Integer.class ? identity() : widenedInt(raw);
      case LONG -> is(raw, long.class, Long.class) ? identity() : null;
      case FLOAT -> is(raw, float.class, Float.class) ? identity() : widenedFloat(raw);
      case DOUBLE -> is(raw, double.class, Double.class) ? identity() : null;
      case BOOLEAN -> is(raw, boolean.class, Boolean.class) ? identity() : null;
      case STRING -> raw == String.class ? of(Object::toString, value -> value) : null;
      case ENUM -> raw == String.class ? text(schema) : constant(schema, raw, where);
      case BYTES -> raw == byte[].class ? of(AvroMapping::bytes, AvroMapping::buffer) : null;
      case FIXED -> raw == byte[].class ? fixed(schema) : null;
      case ARRAY ->
          raw == List.class
              ? list(schema, of(schema.getElementType(), argument(type, 0), where + "[]"))
              : null;
      case MAP ->
          raw == Map.class && argument(type, 0) == String.class
              ? map(of(schema.getValueType(), argument(type, 1), where + "{}"))
              : null;
      case RECORD -> raw.isRecord() ? AvroRecords.of(schema, raw, where) : null;
      default -> null;
    };
  }

  private static boolean is(Class<?> type, Class<?> primitive, Class<?> boxed) {
    return type == primitive || type == boxed;
  }

  private static Class<?> raw(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      return (Class<?>) parameterized.getRawType();
    }
    return type instanceof Class<?> plain ? plain : Object.class;
  }

  private static Type argument(Type type, int index) {
    return type instanceof ParameterizedType parameterized
        ? parameterized.getActualTypeArguments()[index]
        : Object.class;
  }

  /** Something or null. */
  private static AvroMapping union(Schema schema, Type type, String where) {
    List<Schema> others =
        schema.getTypes().stream().filter(some -> some.getType() != Schema.Type.NULL).toList();
    if (others.size() != 1 || raw(type).isPrimitive()) {
      throw new ConfigurationException(
          where + " is of " + type.getTypeName() + ", which cannot hold Avro's " + schema);
    }
    AvroMapping inner = of(others.get(0), type, where);
    Object absent = raw(type) == Optional.class ? Optional.empty() : null;
    return new AvroMapping() {
      @Override
      public Object toJava(Object avro) throws BadRecordException {
        return avro == null ? absent : inner.toJava(avro);
      }

      @Override
      public Object toAvro(Object java) {
        return java == null ? null : inner.toAvro(java);
      }
    };
  }

  private static AvroMapping optional(AvroMapping inner) {
    return new AvroMapping() {
      @Override
      public Object toJava(Object avro) throws BadRecordException {
        return Optional.of(inner.toJava(avro));
      }

      @Override
      public Object toAvro(Object java) {
        return ((Optional<?>) java).map(inner::toAvro).orElse(null);
      }
    };
  }

  private static AvroMapping widenedInt(Class<?> raw) {
    if (is(raw, long.class, Long.class)) {
      return of(value -> ((Integer) value).longValue(), value -> Math.toIntExact((Long) value));
    }
    return null;
  }

  private static AvroMapping widenedFloat(Class<?> raw) {
    if (is(raw, double.class, Double.class)) {
      return of(value -> ((Float) value).doubleValue(), value -> ((Double) value).floatValue());
    }
    return null;
  }

  private static AvroMapping text(Schema schema) {
    return of(Object::toString, value -> new GenericData.EnumSymbol(schema, value));
  }

  private static AvroMapping constant(Schema schema, Class<?> raw, String where) {
    if (!raw.isEnum()) {
      return null;
    }
    Map<String, Object> constants = new LinkedHashMap<>();
    for (Object constant : raw.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
    for (String symbol : schema.getEnumSymbols()) {
      if (!constants.containsKey(symbol)) {
        throw new ConfigurationException(
            where + ": " + raw.getSimpleName() + " lacks the constant " + symbol + " of Avro's");
      }
    }
    return of(
        value -> constants.get(value.toString()),
        value -> new GenericData.EnumSymbol(schema, ((Enum<?>) value).name()));
  }

  private static Object bytes(Object avro) {
    ByteBuffer buffer = ((ByteBuffer) avro).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static Object buffer(Object java) {
    return ByteBuffer.wrap((byte[]) java);
  }

  private static AvroMapping fixed(Schema schema) {
    return of(
        value -> ((GenericFixed) value).bytes().clone(),
        value -> new GenericData.Fixed(schema, (byte[]) value));
  }

  private static AvroMapping list(Schema schema, AvroMapping element) {
    return new AvroMapping() {
      @Override
      public Object toJava(Object avro) throws BadRecordException {
        List<?> items = (List<?>) avro;
        Object[] values = new Object[items.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = element.toJava(items.get(i));
        }
        return Collections.unmodifiableList(Arrays.asList(values));
      }

      @Override
      public Object toAvro(Object java) {
        List<?> items = (List<?>) java;
        GenericData.Array<Object> values = new GenericData.Array<>(items.size(), schema);
        items.forEach(item -> values.add(element.toAvro(item)));
        return values;
      }
    };
  }

  private static AvroMapping map(AvroMapping element) {
    return new AvroMapping() {
      @Override
      public Object toJava(Object avro) throws BadRecordException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) avro).entrySet()) {
          values.put(entry.getKey().toString(), element.toJava(entry.getValue()));
        }
        return Collections.unmodifiableMap(values);
      }

      @Override
      public Object toAvro(Object java) {
        Map<String, Object> values = new LinkedHashMap<>();
        ((Map<?, ?>) java).forEach((k, v) -> values.put(k.toString(), element.toAvro(v)));
        return values;
      }
    };
  }
}
