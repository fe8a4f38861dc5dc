package dev.millrace.ml.cluster;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.util.Arrays;

/** Rows that wait until there are enough to choose initial centres from. */
final class RowBuffer {
  private final int width;
  private double[] values = new double[0];
  private double[] weights = new double[0];
  private int rows;

  RowBuffer(int width) {
    this.width = width;
  }

  int rows() {
    return rows;
  }

  /** Row-major; row r starts at {@code r * width}. */
  double[] values() {
    return values;
  }

  double weight(int row) {
    return weights[row];
  }

  void add(double[] x, int at, double weight) {
    if (rows == weights.length) {
      int room = Math.max(16, 2 * rows);
      values = Arrays.copyOf(values, Math.multiplyExact(room, width));
      weights = Arrays.copyOf(weights, room);
    }
    System.arraycopy(x, at, values, rows * width, width);
    weights[rows++] = weight;
  }

  void addAll(RowBuffer other) {
    for (int row = 0; row < other.rows; row++) {
      add(other.values, row * width, other.weights[row]);
    }
  }

  void clear() {
    values = new double[0];
    weights = new double[0];
    rows = 0;
  }

  void save(StateWriter out) {
    out.put("values", values, rows * width).put("weights", weights, rows);
  }

  void restore(StateReader in) {
    values = in.getDoubles("values");
    weights = in.getDoubles("weights");
    rows = weights.length;
    if (values.length != rows * width) {
      throw new CheckpointException(
          "state of '"
              + in.part()
              + "': "
              + rows
              + " rows of "
              + width
              + " features, but "
              + values.length
              + " values");
    }
  }
}
