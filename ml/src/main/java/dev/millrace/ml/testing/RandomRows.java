package dev.millrace.ml.testing;

import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.instance.SparseBlock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded rows that fit a schema: features of different scales, labels that depend on them. */
final class RandomRows {
  private static final int PROBE = 20;

  private final Schema schema;
  private final int rows;
  private final int width;
  private final double[] values;
  private final double[] labels;
  private final double[] weights;

  RandomRows(Schema schema, int rows, long seed) {
    this.schema = schema;
    this.rows = rows;
    this.width = schema.width();
    this.values = new double[rows * width];
    this.labels = new double[rows];
    this.weights = new double[rows];
    SplittableRandom random = new SplittableRandom(seed);
    for (int row = 0; row < rows; row++) {
      double signal = 0;
      for (int j = 0; j < width; j++) {
        boolean zero = schema.sparse() && random.nextDouble() < 0.6;
        double unit = zero ? 0 : random.nextDouble() - 0.3;
        values[row * width + j] = unit * Math.pow(10, j % 4 - 1) + (schema.sparse() ? 0 : j);
        signal += (j % 2 == 0 ? 1 : -1) * unit;
      }
      labels[row] = label(signal + (random.nextDouble() - 0.5) / 4);
      weights[row] = row % 5 == 0 ? 2 : 1;
    }
  }

  private double label(double signal) {
    int classes = schema.classes().size();
    if (classes == 0) {
      return 3 * signal + 1;
    }
    return Math.max(0, Math.min(classes - 1, Math.floor(signal * 2 + 0.5 * classes)));
  }

  /** Rows from {@code from} up to {@code to} with the given labels. */
  private InstanceBlock block(int[] chosen, double[] withLabels, int columns) {
    double[] x = new double[chosen.length * columns];
    double[] y = new double[chosen.length];
    double[] w = new double[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(values, chosen[i] * width, x, i * columns, columns);
      y[i] = withLabels[chosen[i]];
      w[i] = weights[chosen[i]];
    }
    return block(x, y, w, columns);
  }

  private InstanceBlock block(double[] x, double[] y, double[] w, int columns) {
    if (!schema.sparse()) {
      return new DenseBlock(y.length, columns, x, y, w);
    }
    int[] starts = new int[y.length + 1];
    int[] indices = new int[x.length];
    double[] stored = new double[x.length];
    int next = 0;
    for (int row = 0; row < y.length; row++) {
      for (int j = 0; j < columns; j++) {
        if (x[row * columns + j] != 0) {
          indices[next] = j;
          stored[next++] = x[row * columns + j];
        }
      }
      starts[row + 1] = next;
    }
    return new SparseBlock(y.length, columns, starts, indices, stored, y, w);
  }

  private static int[] range(int from, int to) {
    int[] range = new int[to - from];
    Arrays.setAll(range, i -> from + i);
    return range;
  }

  InstanceBlock all() {
    return block(range(0, rows), labels, width);
  }

  List<InstanceBlock> inBlocksOf(int size) {
    List<InstanceBlock> blocks = new ArrayList<>();
    for (int from = 0; from < rows; from += size) {
      blocks.add(block(range(from, Math.min(rows, from + size)), labels, width));
    }
    return blocks;
  }

  /** A few rows to predict. */
  InstanceBlock probe() {
    return block(range(0, PROBE), labels, width);
  }

  double[] denseRow(int row) {
    return Arrays.copyOfRange(values, row * width, (row + 1) * width);
  }

  InstanceBlock narrower() {
    return block(range(0, 3), labels, width - 1);
  }

  InstanceBlock empty() {
    return block(new int[0], labels, width);
  }

  /** All rows, every second one without its label, in two blocks. */
  List<InstanceBlock> halfUnlabelled() {
    double[] half = labels.clone();
    for (int row = 1; row < rows; row += 2) {
      half[row] = Double.NaN;
    }
    int middle = rows / 2 / 2 * 2;
    return List.of(block(range(0, middle), half, width), block(range(middle, rows), half, width));
  }

  /** The rows that {@link #halfUnlabelled} labels, in two blocks. */
  List<InstanceBlock> labelledHalf() {
    int middle = rows / 2 / 2 * 2;
    int[] first = new int[middle / 2];
    Arrays.setAll(first, i -> 2 * i);
    int[] second = new int[(rows - middle + 1) / 2];
    Arrays.setAll(second, i -> middle + 2 * i);
    return List.of(block(first, labels, width), block(second, labels, width));
  }

  /** A row whose second feature has the given value. */
  InstanceBlock absurd(double value) {
    double[] x = denseRow(0);
    x[1] = value;
    return block(x, new double[] {labels[0]}, new double[] {1}, width);
  }

  /** All that a block holds, to see whether it was changed. */
  static byte[] bytes(InstanceBlock block) {
    double[] values =
        block instanceof DenseBlock dense ? dense.values() : ((SparseBlock) block).values();
    ByteBuffer bytes = ByteBuffer.allocate(8 * (values.length + 2 * block.rows()));
    bytes.asDoubleBuffer().put(values);
    bytes.position(8 * values.length);
    for (int row = 0; row < block.rows(); row++) {
      bytes.putDouble(block.label(row)).putDouble(block.weight(row));
    }
    return bytes.array();
  }
}
