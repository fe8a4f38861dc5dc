package dev.millrace.parquet;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * A vector of single values: what they are, and how they are read.
 *
 * @param kind what its values are
 * @param reader reads the value of a row, which is not null
 */
record ArrowColumn(ValueKind kind, Reader reader) {
  /** Reads one value. */
  @FunctionalInterface
  interface Reader {
    Object read(int row);
  }

  /** Null for a vector that is nested or of a type that cannot be read. */
  static ArrowColumn of(FieldVector vector) {
    ArrowColumn column = number(vector);
    column = column == null ? bytes(vector) : column;
    return column == null ? time(vector) : column;
  }

  private static ArrowColumn number(FieldVector vector) {
    if (vector instanceof BitVector v) {
      return new ArrowColumn(ValueKind.BOOLEAN, row -> v.get(row) != 0);
    }
    if (vector instanceof TinyIntVector v) {
      return new ArrowColumn(ValueKind.INT, row -> (int) v.get(row));
    }
    if (vector instanceof SmallIntVector v) {
      return new ArrowColumn(ValueKind.INT, row -> (int) v.get(row));
    }
    if (vector instanceof IntVector v) {
      return new ArrowColumn(ValueKind.INT, v::get);
    }
    if (vector instanceof UInt1Vector v) {
      return new ArrowColumn(ValueKind.INT, row -> v.get(row) & 0xFF);
    }
    if (vector instanceof UInt2Vector v) {
      return new ArrowColumn(ValueKind.INT, row -> (int) v.get(row));
    }
    if (vector instanceof UInt4Vector v) {
      return new ArrowColumn(ValueKind.LONG, row -> Integer.toUnsignedLong(v.get(row)));
    }
    if (vector instanceof BigIntVector v) {
      return new ArrowColumn(ValueKind.LONG, v::get);
    }
    if (vector instanceof Float4Vector v) {
      return new ArrowColumn(ValueKind.FLOAT, v::get);
    }
    if (vector instanceof Float8Vector v) {
      return new ArrowColumn(ValueKind.DOUBLE, v::get);
    }
    if (vector instanceof DecimalVector v) {
      return new ArrowColumn(ValueKind.DECIMAL, v::getObject);
    }
    return null;
  }

  private static ArrowColumn bytes(FieldVector vector) {
    if (vector instanceof VarCharVector v) {
      return new ArrowColumn(ValueKind.TEXT, row -> new String(v.get(row), StandardCharsets.UTF_8));
    }
    if (vector instanceof LargeVarCharVector v) {
      return new ArrowColumn(ValueKind.TEXT, row -> new String(v.get(row), StandardCharsets.UTF_8));
    }
    if (vector instanceof VarBinaryVector v) {
      return new ArrowColumn(ValueKind.BYTES, v::get);
    }
    if (vector instanceof FixedSizeBinaryVector v) {
      return new ArrowColumn(ValueKind.BYTES, v::get);
    }
    return null;
  }

  private static ArrowColumn time(FieldVector vector) {
    if (vector instanceof TimeStampVector v
        && v.getField().getType() instanceof ArrowType.Timestamp type) {
      ChronoUnit unit = unit(type.getUnit());
      return type.getTimezone() == null
          ? new ArrowColumn(
              ValueKind.DATE_TIME,
              row -> LocalDateTime.ofInstant(instant(v.get(row), unit), ZoneOffset.UTC))
          : new ArrowColumn(ValueKind.INSTANT, row -> instant(v.get(row), unit));
    }
    if (vector instanceof DateDayVector v) {
      return new ArrowColumn(ValueKind.DATE, row -> LocalDate.ofEpochDay(v.get(row)));
    }
    if (vector instanceof DateMilliVector v) {
      return new ArrowColumn(
          ValueKind.DATE, row -> LocalDate.ofEpochDay(Math.floorDiv(v.get(row), 86_400_000L)));
    }
    if (vector instanceof TimeSecVector v) {
      return new ArrowColumn(ValueKind.TIME, row -> LocalTime.ofSecondOfDay(v.get(row)));
    }
    if (vector instanceof TimeMilliVector v) {
      return new ArrowColumn(ValueKind.TIME, row -> LocalTime.ofNanoOfDay(1_000_000L * v.get(row)));
    }
    if (vector instanceof TimeMicroVector v) {
      return new ArrowColumn(ValueKind.TIME, row -> LocalTime.ofNanoOfDay(1_000L * v.get(row)));
    }
    if (vector instanceof TimeNanoVector v) {
      return new ArrowColumn(ValueKind.TIME, row -> LocalTime.ofNanoOfDay(v.get(row)));
    }
    return null;
  }

  private static Instant instant(long value, ChronoUnit unit) {
    return Instant.EPOCH.plus(value, unit);
  }

  private static ChronoUnit unit(TimeUnit unit) {
    return switch (unit) {
      case SECOND -> ChronoUnit.SECONDS;
      case MILLISECOND -> ChronoUnit.MILLIS;
      case MICROSECOND -> ChronoUnit.MICROS;
      case NANOSECOND -> ChronoUnit.NANOS;
    };
  }
}
