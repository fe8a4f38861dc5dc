package dev.millrace.ml.instance;

import java.util.Arrays;

/**
 * Rows one after the other in one array. What has not been written of a row when it ends is zero;
 * most rows are written from left to right, once, so nothing is cleared beforehand.
 */
final class DenseRows extends RowStore {
  private static final int KEPT_VALUES = 1 << 16;

  private double[] values;
  private int base;

  /** So many features of the current row, from the first on, have a value. */
  private int written;

  DenseRows(int width) {
    super(width);
    values = new double[Math.max(1, width) * 16];
  }

  @Override
  void add(int index, double value) {
    if (index < 0 || index >= width) {
      throw outside(index);
    }
    if (index < written) {
      values[base + index] += value;
    } else {
      reach(index);
      values[base + index] = value;
      written = index + 1;
    }
  }

  @Override
  void addAll(int index, double[] from, int start, int count) {
    if (index < 0 || index + count > width) {
      throw outside(index < 0 ? index : index + count - 1);
    }
    if (index >= written) {
      reach(index);
      System.arraycopy(from, start, values, base + index, count);
      written = index + count;
      return;
    }
    reach(index + count);
    for (int i = 0; i < count; i++) {
      values[base + index + i] += from[start + i];
    }
  }

  /** Sets what has not been written before {@code end} to zero. */
  private void reach(int end) {
    if (written < end) {
      Arrays.fill(values, base + written, base + end, 0);
      written = end;
    }
  }

  @Override
  void missing(int index) {
    add(index, Double.NaN);
    remember(index);
  }

  @Override
  int firstBad() {
    for (int i = 0; i < written; i++) {
      double value = values[base + i];
      if (!(Math.abs(value) <= Double.MAX_VALUE) && !mayBeMissing(i, value)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  double value(int index) {
    return index < written ? values[base + index] : 0;
  }

  @Override
  void endRow() {
    reach(width);
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
    written = 0;
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
