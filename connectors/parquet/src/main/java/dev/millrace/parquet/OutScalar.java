package dev.millrace.parquet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** Single values. */
record OutScalar(PrimitiveTypeName primitive, LogicalTypeAnnotation logical, Write write)
    implements OutValue {
  /** Writes a value that is not null. */
  @FunctionalInterface
  interface Write {
    void write(Object value, RecordConsumer out);
  }

  private static final LogicalTypeAnnotation MICROS_UTC =
      LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS);
  private static final LogicalTypeAnnotation MICROS_LOCAL =
      LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS);
  private static final LogicalTypeAnnotation TIME_MICROS =
      LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS);

  /** How that class is written; null for one that cannot be. */
  static OutScalar of(Class<?> type) {
    if (type == Boolean.class) {
      return plain(PrimitiveTypeName.BOOLEAN, (v, out) -> out.addBoolean((Boolean) v));
    }
    if (type == Integer.class || type == Short.class || type == Byte.class) {
      return plain(PrimitiveTypeName.INT32, (v, out) -> out.addInteger(((Number) v).intValue()));
    }
    if (type == Long.class) {
      return plain(PrimitiveTypeName.INT64, (v, out) -> out.addLong((Long) v));
    }
    if (type == Float.class) {
      return plain(PrimitiveTypeName.FLOAT, (v, out) -> out.addFloat((Float) v));
    }
    if (type == Double.class) {
      return plain(PrimitiveTypeName.DOUBLE, (v, out) -> out.addDouble((Double) v));
    }
    if (type == byte[].class) {
      return plain(
          PrimitiveTypeName.BINARY,
          (v, out) -> out.addBinary(Binary.fromReusedByteArray((byte[]) v)));
    }
    if (type == String.class || type.isEnum()) {
      return new OutScalar(
          PrimitiveTypeName.BINARY,
          LogicalTypeAnnotation.stringType(),
          (v, out) -> out.addBinary(Binary.fromString(text(v))));
    }
    return ofTime(type);
  }

  private static String text(Object value) {
    return value instanceof Enum<?> constant ? constant.name() : (String) value;
  }

  private static OutScalar plain(PrimitiveTypeName primitive, Write write) {
    return new OutScalar(primitive, null, write);
  }

  private static OutScalar ofTime(Class<?> type) {
    if (type == Instant.class) {
      return new OutScalar(
          PrimitiveTypeName.INT64, MICROS_UTC, (v, out) -> out.addLong(micros((Instant) v)));
    }
    if (type == LocalDateTime.class) {
      return new OutScalar(
          PrimitiveTypeName.INT64,
          MICROS_LOCAL,
          (v, out) -> out.addLong(micros(((LocalDateTime) v).toInstant(ZoneOffset.UTC))));
    }
    if (type == LocalDate.class) {
      return new OutScalar(
          PrimitiveTypeName.INT32,
          LogicalTypeAnnotation.dateType(),
          (v, out) -> out.addInteger(Math.toIntExact(((LocalDate) v).toEpochDay())));
    }
    if (type == LocalTime.class) {
      return new OutScalar(
          PrimitiveTypeName.INT64,
          TIME_MICROS,
          (v, out) -> out.addLong(((LocalTime) v).toNanoOfDay() / 1000));
    }
    if (type == UUID.class) {
      return new OutScalar(
          PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY,
          LogicalTypeAnnotation.uuidType(),
          (v, out) -> out.addBinary(Binary.fromConstantByteArray(bytes((UUID) v))));
    }
    return null;
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static byte[] bytes(UUID uuid) {
    return java.nio.ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits())
        .array();
  }

  @Override
  public Type column(String name, Repetition repetition) {
    Types.PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> builder =
        Types.primitive(primitive, repetition);
    if (primitive == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY) {
      builder = builder.length(2 * Long.BYTES);
    }
    return builder.as(logical).named(name);
  }

  @Override
  public void write(Object value, RecordConsumer out) {
    write.write(value, out);
  }
}
