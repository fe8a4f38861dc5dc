package dev.millrace.ml.instance;

import java.util.Arrays;

/** The features of many rows, of which the last is still being written. */
abstract sealed class RowStore permits DenseRows, SparseRows {
  final int width;
  private int[] missing = new int[4];
  private int missingCount;

  RowStore(int width) {
    this.width = width;
  }

  abstract void add(int index, double value);

  abstract void addAll(int index, double[] values, int from, int count);

  /** Marks a feature of the current row as not known. */
  abstract void missing(int index);

  /** The first feature of the current row that is not finite though it should be; -1 if none. */
  abstract int firstBad();

  /** What stands for a feature in the current row. */
  abstract double value(int index);

  abstract void endRow();

  abstract void discardRow();

  abstract void removeLastRow();

  abstract InstanceBlock block(int rows, double[] labels, double[] weights);

  /**
   * Forgets all rows.
   *
   * @param rows how many there were
   */
  abstract void clear(int rows);

  final void remember(int index) {
    if (missingCount == missing.length) {
      missing = Arrays.copyOf(missing, 2 * missingCount);
    }
    missing[missingCount++] = index;
  }

  final void forgetMissing() {
    missingCount = 0;
  }

  final boolean mayBeMissing(int index, double value) {
    if (Double.isNaN(value)) {
      for (int i = 0; i < missingCount; i++) {
        if (missing[i] == index) {
          return true;
        }
      }
    }
    return false;
  }

  final IllegalArgumentException outside(int index) {
    return new IllegalArgumentException(
        "feature " + index + " is written, but the schema has " + width + " features, from 0");
  }
}
