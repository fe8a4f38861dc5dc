package dev.millrace.ml.instance;

import java.util.Arrays;

/** Rows one after the other in one array; the row being written starts out as zeros. */
final class DenseRows extends RowStore {
  private static final int KEPT_VALUES = 1 << 16;

  private double[] values;
  private int base;

  DenseRows(int width) {
    super(width);
    values = new double[Math.max(1, width) * 16];
  }

  @Override
  void add(int index, double value) {
    if (index < 0 || index >= width) {
      throw outside(index);
    }
    values[base + index] += value;
  }

  @Override
  void addAll(int index, double[] from, int start, int count) {
    if (index < 0 || index + count > width) {
      throw outside(index < 0 ? index : index + count - 1);
    }
    for (int i = 0; i < count; i++) {
      values[base + index + i] += from[start + i];
    }
  }

  @Override
  void missing(int index) {
    add(index, Double.NaN);
    remember(index);
  }

  @Override
  int firstBad() {
    for (int i = 0; i < width; i++) {
      double value = values[base + i];
      if (!(Math.abs(value) <= Double.MAX_VALUE) && !mayBeMissing(i, value)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  double value(int index) {
    return values[base + index];
  }

  @Override
  void endRow() {
    base = Math.addExact(base, width);
    if (base > values.length - width) {
      values = Arrays.copyOf(values, (int) Math.min(2L * values.length, Integer.MAX_VALUE - 8));
      if (base > values.length - width) {
        throw new IllegalStateException("a block of more than 2^31 numbers; make smaller batches");
      }
    }
    discardRow();
  }

  @Override
  void discardRow() {
    Arrays.fill(values, base, base + width, 0);
    forgetMissing();
  }

  @Override
  void removeLastRow() {
    base -= width;
    discardRow();
  }

  @Override
  InstanceBlock block(int rows, double[] labels, double[] weights) {
    return new DenseBlock(rows, width, values, labels, weights);
  }

  @Override
  void clear(int rows) {
    if (values.length > KEPT_VALUES && values.length / 8 > base) {
      values = new double[Math.max(values.length / 2, width)];
    }
    base = 0;
    discardRow();
  }
}
