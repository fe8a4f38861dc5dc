package dev.millrace.ml.instance;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Instances of which only some features are not zero. Row r owns the positions from {@code
 * starts()[r]} to {@code starts()[r + 1]} of {@code indices()} and {@code values()}; its indices
 * rise strictly. The arrays are the block's own memory, open to kernels: read them, do not modify
 * them. Serialized, it takes about 12 bytes for each stored value and 20 a row, however long its
 * arrays are.
 */
public final class SparseBlock implements InstanceBlock, Serializable {
  private static final long serialVersionUID = 1L;

  private final int rows;
  private final int features;
  private final int[] starts;
  private final int[] indices;
  private final double[] values;
  private final double[] labels;
  private final double[] weights;

  /** Wraps arrays without copying them; each may be longer than needed. */
  public SparseBlock(
      int rows,
      int features,
      int[] starts,
      int[] indices,
      double[] values,
      double[] labels,
      double[] weights) {
    if (rows < 0 || starts.length < rows + 1 || labels.length < rows || weights.length < rows) {
      throw new IllegalArgumentException(
          rows
              + " rows need as many labels and weights and one start more, got "
              + labels.length
              + ", "
              + weights.length
              + " and "
              + starts.length);
    }
    if (indices.length < starts[rows] || values.length < starts[rows]) {
      throw new IllegalArgumentException(
          "rows end at " + starts[rows] + ", past the end of indices or values");
    }
    this.rows = rows;
    this.features = features;
    this.starts = starts;
    this.indices = indices;
    this.values = values;
    this.labels = labels;
    this.weights = weights;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int features() {
    return features;
  }

  @Override
  public double label(int row) {
    return labels[row];
  }

  @Override
  public double weight(int row) {
    return weights[row];
  }

  public int[] starts() {
    return starts;
  }

  public int[] indices() {
    return indices;
  }

  public double[] values() {
    return values;
  }

  public double[] labels() {
    return labels;
  }

  public double[] weights() {
    return weights;
  }

  /** Only what belongs to rows travels. */
  private Object writeReplace() {
    return new SparseBlock(
        rows,
        features,
        Arrays.copyOf(starts, rows + 1),
        Arrays.copyOf(indices, starts[rows]),
        Arrays.copyOf(values, starts[rows]),
        Arrays.copyOf(labels, rows),
        Arrays.copyOf(weights, rows));
  }
}
