package dev.millrace.core.row;

import java.io.Serializable;
import java.util.StringJoiner;

/**
 * A row whose columns are known at run time only, as read from a file of any shape. Where the shape
 * is known, a Java record is the better row.
 *
 * <p>Columns are addressed by position; look a name up once, by {@link RowSchema#index}. Immutable
 * and safe to share, provided the arrays it was made of are not modified.
 */
public final class Row implements Serializable {
  private static final long serialVersionUID = 1L;

  private final RowSchema schema;
  private final double[] numbers;
  private final String[] texts;

  /**
   * Keeps the arrays, both as wide as the schema.
   *
   * @param numbers the value of each number column, NaN where it is missing; ignored for text
   * @param texts the value of each text column, empty where it is missing; ignored for numbers
   */
  public Row(RowSchema schema, double[] numbers, String[] texts) {
    if (numbers.length != schema.width() || texts.length != schema.width()) {
      throw new IllegalArgumentException(
          "expected "
              + schema.width()
              + " columns, got "
              + numbers.length
              + " numbers and "
              + texts.length
              + " texts");
    }
    this.schema = schema;
    this.numbers = numbers;
    this.texts = texts;
  }

  public RowSchema schema() {
    return schema;
  }

  /** The value of a number column; NaN where it is missing. */
  public double number(int column) {
    return numbers[column];
  }

  /** The value of a text column; empty where it is missing. */
  public String text(int column) {
    return texts[column];
  }

  /** The column's value as text, whatever its type; empty where it is missing. */
  public String display(int column) {
    if (schema.columns().get(column).type() == RowSchema.Type.TEXT) {
      return texts[column];
    }
    double value = numbers[column];
    if (Double.isNaN(value)) {
      return "";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** All columns by name, as {@code {symbol=GOOG, close=755.05}}. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "{", "}");
    for (int column = 0; column < schema.width(); column++) {
      text.add(schema.columns().get(column).name() + "=" + display(column));
    }
    return text.toString();
  }
}
