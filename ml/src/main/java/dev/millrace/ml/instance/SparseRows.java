package dev.millrace.ml.instance;

import java.util.Arrays;

/**
 * Rows as index and value pairs. A row may be written in any order; when it ends it is sorted, and
 * what was given for the same index is added up in the order in which it came.
 */
final class SparseRows extends RowStore {
  private static final int KEPT_ENTRIES = 1 << 16;

  private int[] starts = new int[17];
  private int[] indices = new int[64];
  private double[] values = new double[64];
  private long[] order = new long[0];
  private double[] unsorted = new double[0];
  private int rows;
  private int end;
  private boolean rising = true;

  SparseRows(int width) {
    super(width);
  }

  @Override
  void add(int index, double value) {
    if (index < 0 || index >= width) {
      throw outside(index);
    }
    if (value != 0) {
      append(index, value);
    }
  }

  private void append(int index, double value) {
    if (end == values.length) {
      indices = Arrays.copyOf(indices, 2 * end);
      values = Arrays.copyOf(values, 2 * end);
    }
    rising &= end == starts[rows] || indices[end - 1] < index;
    indices[end] = index;
    values[end] = value;
    end++;
  }

  @Override
  void addAll(int index, double[] from, int start, int count) {
    for (int i = 0; i < count; i++) {
      add(index + i, from[start + i]);
    }
  }

  @Override
  void missing(int index) {
    add(index, Double.NaN);
    remember(index);
  }

  @Override
  int firstBad() {
    if (!rising) {
      sort();
      rising = true;
    }
    for (int i = starts[rows]; i < end; i++) {
      if (!(Math.abs(values[i]) <= Double.MAX_VALUE) && !mayBeMissing(indices[i], values[i])) {
        return indices[i];
      }
    }
    return -1;
  }

  private void sort() {
    int start = starts[rows];
    int count = end - start;
    if (order.length < count) {
      order = new long[2 * count];
      unsorted = new double[2 * count];
    }
    for (int i = 0; i < count; i++) {
      order[i] = (long) indices[start + i] << 32 | i;
      unsorted[i] = values[start + i];
    }
    Arrays.sort(order, 0, count);
    int last = -1;
    end = start;
    for (int i = 0; i < count; i++) {
      int index = (int) (order[i] >>> 32);
      double value = unsorted[(int) order[i]];
      if (index == last) {
        values[end - 1] += value;
      } else {
        indices[end] = index;
        values[end++] = value;
        last = index;
      }
    }
  }

  @Override
  double value(int index) {
    int at = Arrays.binarySearch(indices, starts[rows], end, index);
    return at < 0 ? 0 : values[at];
  }

  @Override
  void endRow() {
    rows++;
    if (rows + 1 > starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    starts[rows] = end;
    forgetMissing();
  }

  @Override
  void discardRow() {
    end = starts[rows];
    rising = true;
    forgetMissing();
  }

  @Override
  void removeLastRow() {
    rows--;
    discardRow();
  }

  @Override
  InstanceBlock block(int blockRows, double[] labels, double[] weights) {
    return new SparseBlock(blockRows, width, starts, indices, values, labels, weights);
  }

  @Override
  void clear(int blockRows) {
    if (values.length > KEPT_ENTRIES && values.length / 8 > end) {
      indices = new int[values.length / 2];
      values = new double[indices.length];
    }
    if (starts.length > KEPT_ENTRIES && starts.length / 8 > blockRows) {
      starts = new int[starts.length / 2];
    }
    rows = 0;
    discardRow();
  }
}
