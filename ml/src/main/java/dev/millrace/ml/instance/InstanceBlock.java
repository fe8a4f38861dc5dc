package dev.millrace.ml.instance;

/**
 * Many instances in flat arrays: features, and beside them a label and a weight per row. Dense
 * blocks hold features row-major, sparse ones as index and value arrays.
 *
 * <p>Features, labels and weights are finite, save that NaN stands for a feature whose value is
 * said to be {@link InstanceWriter#missing} and for the label of a row that has none (see {@link
 * #hasLabel}); weights are positive. Learners and models do not modify a block. Not thread-safe
 * while it is being built; afterwards it may be shared.
 */
public sealed interface InstanceBlock permits DenseBlock, SparseBlock {
  /** How many rows there are. */
  int rows();

  /** How many features a row has: the width of the feature space. */
  int features();

  /** The label of a row: a number to be met, or the index of a class; NaN when there is none. */
  double label(int row);

  /** The weight of a row; 1 unless said otherwise. */
  double weight(int row);

  default boolean hasLabel(int row) {
    return !Double.isNaN(label(row));
  }
}
