package dev.millrace.ml.instance;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * Instances whose features stand row after row in one array. The arrays are the block's own memory,
 * open to kernels: read them, do not modify them. Serialized, it takes about {@code 8 * (features +
 * 2)} bytes a row, however long its arrays are.
 */
public final class DenseBlock implements InstanceBlock, Serializable {
  private static final long serialVersionUID = 1L;

  private final int rows;
  private final int features;
  private final double[] values;
  private final double[] labels;
  private final double[] weights;

  /**
   * Wraps arrays without copying them; each may be longer than needed.
   *
   * @param values row-major, at least {@code rows * features}
   * @param labels at least {@code rows}
   * @param weights at least {@code rows}
   */
  public DenseBlock(int rows, int features, double[] values, double[] labels, double[] weights) {
    if (rows < 0 || features < 0 || (long) rows * features > values.length) {
      throw new IllegalArgumentException(
          rows + " rows of " + features + " features need more than " + values.length + " values");
    }
    if (labels.length < rows || weights.length < rows) {
      throw new IllegalArgumentException(
          rows + " rows, but " + labels.length + " labels and " + weights.length + " weights");
    }
    this.rows = rows;
    this.features = features;
    this.values = Objects.requireNonNull(values, "values");
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

  /** Row-major; row r starts at {@code r * features()}. */
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
    return new DenseBlock(
        rows,
        features,
        Arrays.copyOf(values, rows * features),
        Arrays.copyOf(labels, rows),
        Arrays.copyOf(weights, rows));
  }
}
