package dev.millrace.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/**
 * A column of single values: what they are, and how they are read.
 *
 * @param kind what its values are
 * @param reader reads the value at hand, which is not null
 */
record ParquetColumn(ValueKind kind, Reader reader) {
  /** Reads one value. */
  @FunctionalInterface
  interface Reader {
    Object read(ColumnReader column);
  }

  /** Whether rows may share a value, since nobody can change it. */
  boolean isShareable() {
    return kind != ValueKind.BYTES;
  }

  private static final int JULIAN_EPOCH = 2_440_588;

  static ParquetColumn of(PrimitiveType primitive) {
    LogicalTypeAnnotation logical = primitive.getLogicalTypeAnnotation();
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal(primitive, decimal.getScale());
    }
    return switch (primitive.getPrimitiveTypeName()) {
      case BOOLEAN -> new ParquetColumn(ValueKind.BOOLEAN, ColumnReader::getBoolean);
      case FLOAT -> new ParquetColumn(ValueKind.FLOAT, ColumnReader::getFloat);
      case DOUBLE -> new ParquetColumn(ValueKind.DOUBLE, ColumnReader::getDouble);
      case INT32 -> int32(logical);
      case INT64 -> int64(logical);
      case INT96 -> new ParquetColumn(ValueKind.INSTANT, column -> int96(column.getBinary()));
      case BINARY -> binary(logical);
      case FIXED_LEN_BYTE_ARRAY ->
          logical instanceof LogicalTypeAnnotation.UUIDLogicalTypeAnnotation
              ? new ParquetColumn(ValueKind.UUID_VALUE, column -> uuid(column.getBinary()))
              : new ParquetColumn(ValueKind.BYTES, column -> column.getBinary().getBytes());
    };
  }

  private static ParquetColumn decimal(PrimitiveType type, int scale) {
    Reader reader =
        switch (type.getPrimitiveTypeName()) {
          case INT32 -> column -> BigDecimal.valueOf(column.getInteger(), scale);
          case INT64 -> column -> BigDecimal.valueOf(column.getLong(), scale);
          default -> column -> new BigDecimal(new BigInteger(column.getBinary().getBytes()), scale);
        };
    return new ParquetColumn(ValueKind.DECIMAL, reader);
  }

  private static ParquetColumn int32(LogicalTypeAnnotation logical) {
    if (logical instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
      return new ParquetColumn(ValueKind.DATE, column -> LocalDate.ofEpochDay(column.getInteger()));
    }
    if (logical instanceof TimeLogicalTypeAnnotation) {
      return new ParquetColumn(
          ValueKind.TIME, column -> LocalTime.ofNanoOfDay(1_000_000L * column.getInteger()));
    }
    if (logical instanceof IntLogicalTypeAnnotation whole
        && !whole.isSigned()
        && whole.getBitWidth() == 32) {
      return new ParquetColumn(
          ValueKind.LONG, column -> Integer.toUnsignedLong(column.getInteger()));
    }
    return new ParquetColumn(ValueKind.INT, ColumnReader::getInteger);
  }

  private static ParquetColumn int64(LogicalTypeAnnotation logical) {
    if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
      ChronoUnit unit = unit(timestamp.getUnit());
      return timestamp.isAdjustedToUTC()
          ? new ParquetColumn(ValueKind.INSTANT, column -> instant(column.getLong(), unit))
          : new ParquetColumn(
              ValueKind.DATE_TIME,
              column -> LocalDateTime.ofInstant(instant(column.getLong(), unit), ZoneOffset.UTC));
    }
    if (logical instanceof TimeLogicalTypeAnnotation time) {
      long nanos = unit(time.getUnit()).getDuration().toNanos();
      return new ParquetColumn(
          ValueKind.TIME, column -> LocalTime.ofNanoOfDay(nanos * column.getLong()));
    }
    return new ParquetColumn(ValueKind.LONG, ColumnReader::getLong);
  }

  private static ParquetColumn binary(LogicalTypeAnnotation logical) {
    boolean isText =
        logical instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
            || logical instanceof LogicalTypeAnnotation.EnumLogicalTypeAnnotation
            || logical instanceof LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
    return isText
        ? new ParquetColumn(ValueKind.TEXT, column -> column.getBinary().toStringUsingUTF8())
        : new ParquetColumn(ValueKind.BYTES, column -> column.getBinary().getBytes());
  }

  private static ChronoUnit unit(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> ChronoUnit.MILLIS;
      case MICROS -> ChronoUnit.MICROS;
      case NANOS -> ChronoUnit.NANOS;
    };
  }

  static Instant instant(long value, ChronoUnit unit) {
    return Instant.EPOCH.plus(value, unit);
  }

  /** Impala's and old Spark's timestamps: nanoseconds of the day, and the Julian day. */
  private static Instant int96(Binary value) {
    ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong(bytes.position());
    long day = bytes.getInt(bytes.position() + Long.BYTES) - (long) JULIAN_EPOCH;
    return Instant.ofEpochSecond(86_400 * day, nanos);
  }

  private static UUID uuid(Binary value) {
    ByteBuffer bytes = value.toByteBuffer();
    return new UUID(bytes.getLong(bytes.position()), bytes.getLong(bytes.position() + Long.BYTES));
  }
}
