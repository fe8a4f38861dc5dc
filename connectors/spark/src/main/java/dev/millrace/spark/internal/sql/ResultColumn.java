package dev.millrace.spark.internal.sql;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sql.SqlRowBuilder;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimeType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Reads one column of a result, by its type. */
record ResultColumn(RowSchema.Column column, Reader reader) implements Serializable {
  /** Sets the column of the row that is being built, from a value that is not null. */
  @FunctionalInterface
  interface Reader extends Serializable {
    void read(Object value, int column, SqlRowBuilder row);
  }

  /**
   * @throws ConfigurationException when there is no place for such values in a row
   */
  static ResultColumn of(StructField field) {
    String name = field.name();
    DataType type = field.dataType();
    if (type instanceof BooleanType) {
      return number(name, (value, column, row) -> row.bool(column, (Boolean) value));
    } else if (type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType) {
      return number(name, (value, column, row) -> row.whole(column, ((Number) value).longValue()));
    } else if (type instanceof FloatType || type instanceof DoubleType) {
      return number(
          name, (value, column, row) -> row.number(column, ((Number) value).doubleValue()));
    } else if (type instanceof DecimalType) {
      return number(
          name, (value, column, row) -> row.decimal(column, (java.math.BigDecimal) value));
    } else if (type instanceof StringType
        || type instanceof DateType
        || type instanceof TimeType
        || type instanceof NullType) {
      return text(name, (value, column, row) -> row.text(column, value.toString()));
    } else if (type instanceof TimestampType) {
      return text(name, (value, column, row) -> row.timestamp(column, (Instant) value));
    } else if (type instanceof TimestampNTZType) {
      return text(
          name,
          (value, column, row) ->
              row.timestamp(column, ((LocalDateTime) value).toInstant(ZoneOffset.UTC)));
    }
    throw new ConfigurationException(
        "column '"
            + name
            + "' of the result is of type "
            + type.sql()
            + ", which a Row has no place for; CAST it AS STRING, or take it apart");
  }

  private static ResultColumn number(String name, Reader reader) {
    return new ResultColumn(new RowSchema.Column(name, RowSchema.Type.NUMBER), reader);
  }

  private static ResultColumn text(String name, Reader reader) {
    return new ResultColumn(new RowSchema.Column(name, RowSchema.Type.TEXT), reader);
  }
}
