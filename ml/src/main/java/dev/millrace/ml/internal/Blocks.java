package dev.millrace.ml.internal;

import dev.millrace.ml.LearnerException;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;

/** Checks blocks, and turns dense ones into sparse ones. */
public final class Blocks {
  private Blocks() {}

  /**
   * @throws LearnerException if the width is not the expected one
   */
  public static void checkWidth(String who, int expected, int features) {
    if (features != expected) {
      throw new LearnerException(who + ": expected " + expected + " features, got " + features);
    }
  }

  /** The block itself if it is sparse, else the values that are not zero. */
  public static SparseBlock sparse(InstanceBlock block) {
    if (block instanceof SparseBlock sparse) {
      return sparse;
    }
    DenseBlock dense = (DenseBlock) block;
    int width = dense.features();
    int stored = 0;
    for (int i = 0; i < dense.rows() * width; i++) {
      stored += dense.values()[i] != 0 ? 1 : 0;
    }
    int[] starts = new int[dense.rows() + 1];
    int[] indices = new int[stored];
    double[] values = new double[stored];
    int next = 0;
    for (int row = 0; row < dense.rows(); row++) {
      for (int j = 0; j < width; j++) {
        double value = dense.values()[row * width + j];
        if (value != 0) {
          indices[next] = j;
          values[next++] = value;
        }
      }
      starts[row + 1] = next;
    }
    return new SparseBlock(
        dense.rows(), width, starts, indices, values, dense.labels(), dense.weights());
  }
}
