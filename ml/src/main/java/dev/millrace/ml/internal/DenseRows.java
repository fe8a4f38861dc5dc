package dev.millrace.ml.internal;

import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;

/**
 * The rows of a block as stretches of a flat array: a dense block's own, or one row of a sparse
 * block at a time, written out. Confined to one thread.
 */
public final class DenseRows {
  private static final SparseBlock NO_SPARSE_BLOCK =
      new SparseBlock(0, 0, new int[1], new int[0], new double[0], new double[0], new double[0]);

  private final int width;
  private final double[] values;
  private final boolean scattered;
  private final SparseBlock sparse;
  private int written = -1;

  public DenseRows(InstanceBlock block) {
    width = block.features();
    if (block instanceof DenseBlock dense) {
      values = dense.values();
      scattered = false;
      sparse = NO_SPARSE_BLOCK;
    } else {
      sparse = (SparseBlock) block;
      values = new double[width];
      scattered = true;
    }
  }

  /** The array in which rows stand. */
  public double[] values() {
    return values;
  }

  /** Where a row starts; steady until the next call. */
  public int at(int row) {
    return scattered ? scatter(row) : row * width;
  }

  private int scatter(int row) {
    if (written >= 0) {
      for (int k = sparse.starts()[written]; k < sparse.starts()[written + 1]; k++) {
        values[sparse.indices()[k]] = 0;
      }
    }
    for (int k = sparse.starts()[row]; k < sparse.starts()[row + 1]; k++) {
      values[sparse.indices()[k]] = sparse.values()[k];
    }
    written = row;
    return 0;
  }
}
