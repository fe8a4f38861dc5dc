package dev.millrace.ml.internal.prequential;

import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.instance.SparseBlock;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The numbers of one row, taken out of its block to wait for the label. Not modified.
 *
 * @param indices which features the values are of, where rows are sparse; empty where the values
 *     are those of all features
 * @param values bit for bit as they were in the block
 * @param weight of the row
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record KeptRow(int[] indices, double[] values, double weight) implements Serializable {
  private static final int[] ALL = {};

  /** A copy of one row of a block. */
  public static KeptRow of(InstanceBlock block, int row) {
    if (block instanceof SparseBlock sparse) {
      int from = sparse.starts()[row];
      int to = sparse.starts()[row + 1];
      return new KeptRow(
          Arrays.copyOfRange(sparse.indices(), from, to),
          Arrays.copyOfRange(sparse.values(), from, to),
          sparse.weight(row));
    }
    int width = block.features();
    double[] values = ((DenseBlock) block).values();
    return new KeptRow(
        ALL, Arrays.copyOfRange(values, row * width, (row + 1) * width), block.weight(row));
  }

  /** All features, those that are not stored as 0; a copy. */
  public double[] features(Schema schema) {
    if (!schema.sparse()) {
      return values.clone();
    }
    double[] all = new double[schema.width()];
    for (int i = 0; i < indices.length; i++) {
      all[indices[i]] = values[i];
    }
    return all;
  }

  /**
   * Rows as a block again.
   *
   * @param labels one for each; kept
   * @param features how many features there are
   * @param sparse whether the rows are out of sparse blocks
   */
  static InstanceBlock block(List<KeptRow> rows, double[] labels, int features, boolean sparse) {
    double[] weights = rows.stream().mapToDouble(KeptRow::weight).toArray();
    int[] starts = new int[rows.size() + 1];
    for (int i = 0; i < rows.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], rows.get(i).values.length);
    }
    double[] values = new double[starts[rows.size()]];
    int[] indices = new int[sparse ? values.length : 0];
    for (int i = 0; i < rows.size(); i++) {
      KeptRow row = rows.get(i);
      System.arraycopy(row.values, 0, values, starts[i], row.values.length);
      System.arraycopy(row.indices, 0, indices, sparse ? starts[i] : 0, row.indices.length);
    }
    return sparse
        ? new SparseBlock(rows.size(), features, starts, indices, values, labels, weights)
        : new DenseBlock(rows.size(), features, values, labels, weights);
  }
}
