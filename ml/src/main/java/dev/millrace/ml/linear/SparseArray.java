package dev.millrace.ml.linear;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;

/** Writes arrays of which few numbers may differ from 0, in about the least space. */
final class SparseArray {
  private SparseArray() {}

  static void save(double[] values, String name, StateWriter out) {
    int count = 0;
    for (double value : values) {
      if (isStored(value)) {
        count++;
      }
    }
    // An index takes half of what a value takes.
    if (count + count / 2 >= values.length) {
      out.put(name, values);
      return;
    }
    int[] indices = new int[count];
    double[] stored = new double[count];
    int next = 0;
    for (int i = 0; i < values.length; i++) {
      if (isStored(values[i])) {
        indices[next] = i;
        stored[next++] = values[i];
      }
    }
    out.put(name + "At", indices).put(name, stored);
  }

  /** Bits count: -0.0 is not 0. */
  private static boolean isStored(double value) {
    return Double.doubleToRawLongBits(value) != 0;
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @param target all 0, as long as what was written
   */
  static void restore(double[] target, String name, StateReader in) {
    if (!in.has(name + "At")) {
      double[] values = in.getDoubles(name, target.length);
      System.arraycopy(values, 0, target, 0, target.length);
      return;
    }
    int[] indices = in.getInts(name + "At");
    double[] values = in.getDoubles(name, indices.length);
    for (int k = 0; k < indices.length; k++) {
      if (indices[k] < 0 || indices[k] >= target.length) {
        throw new CheckpointException(
            "state of '" + in.part() + "': index " + indices[k] + " of " + target.length);
      }
      target[indices[k]] = values[k];
    }
  }
}
