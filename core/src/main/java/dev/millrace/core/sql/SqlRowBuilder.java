package dev.millrace.core.sql;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Makes {@link Row}s of an SQL result, the same for every SQL engine: numbers become numbers, true
 * and false 1 and 0, the rest text, timestamps as {@code 2026-01-31T12:00:00Z}. NULL is NaN or the
 * empty text. A whole number that a {@code double} cannot hold exactly (beyond 2^53) is an error
 * and never rounded; digits after the point are rounded to the nearest {@code double}.
 *
 * <p>Columns may be set in any order; one that is not set is missing. Used by one thread.
 */
public final class SqlRowBuilder {
  private static final long EXACT = 1L << 53;

  private final RowSchema schema;
  private double[] numbers;
  private String[] texts;

  public SqlRowBuilder(RowSchema schema) {
    this.schema = schema;
    clear();
  }

  /**
   * The schema of a result.
   *
   * @throws ConfigurationException when two columns have one name
   */
  public static RowSchema schema(List<RowSchema.Column> columns) {
    try {
      return new RowSchema(columns);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(e.getMessage() + " of the result; name one with AS", e);
    }
  }

  public void number(int column, double value) {
    numbers[column] = value;
  }

  public void bool(int column, boolean value) {
    numbers[column] = value ? 1 : 0;
  }

  public void whole(int column, long value) {
    if (value > EXACT || value < -EXACT) {
      throw tooLong(column, Long.toString(value));
    }
    numbers[column] = value;
  }

  public void whole(int column, BigInteger value) {
    if (value.bitLength() > 63) {
      throw tooLong(column, value.toString());
    }
    whole(column, value.longValue());
  }

  public void decimal(int column, BigDecimal value) {
    whole(column, value.toBigInteger());
    numbers[column] = value.doubleValue();
  }

  public void text(int column, String value) {
    texts[column] = value;
  }

  public void timestamp(int column, Instant value) {
    texts[column] = value.toString();
  }

  /** The row, and on to the next. */
  public Row build() {
    Row row = new Row(schema, numbers, texts);
    clear();
    return row;
  }

  private void clear() {
    numbers = new double[schema.width()];
    texts = new String[schema.width()];
    Arrays.fill(numbers, Double.NaN);
    Arrays.fill(texts, "");
  }

  private MillraceException tooLong(int column, String value) {
    String name = schema.columns().get(column).name();
    return new MillraceException(
        "column '"
            + name
            + "' of the result has "
            + value
            + ", which a number column cannot hold without losing digits; CAST it AS VARCHAR, or AS"
            + " DOUBLE to round it");
  }
}
