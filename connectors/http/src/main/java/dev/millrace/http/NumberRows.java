package dev.millrace.http;

import dev.millrace.ml.serve.ServedModel;
import dev.millrace.ml.serve.ServedModel.Answers;
import java.util.Arrays;

/** Rows that are the model's features, in one flat array: no object per row or value. */
final class NumberRows implements Rows {
  private final int width;
  private double[] values;
  private int count;
  private int filled;

  NumberRows(int width) {
    this.width = width;
    this.values = new double[width];
    Arrays.fill(values, Double.NaN);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public boolean has(int column) {
    return !Double.isNaN(values[count * width + column]);
  }

  @Override
  public int filled() {
    return filled;
  }

  @Override
  public void number(int column, double value) {
    values[count * width + column] = value;
    filled++;
  }

  @Override
  public void text(int column, String value) {
    throw new IllegalStateException("column " + column + " holds numbers");
  }

  @Override
  public void endRow() {
    count++;
    filled = 0;
    int start = count * width;
    if (values.length - start < width) {
      values = Arrays.copyOf(values, 2 * values.length + width);
    }
    Arrays.fill(values, start, start + width, Double.NaN);
  }

  @Override
  public Answers ask(ServedModel model) {
    return model.predict(Arrays.copyOf(values, count * width), count);
  }
}
