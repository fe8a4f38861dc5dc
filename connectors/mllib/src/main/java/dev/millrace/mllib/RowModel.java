package dev.millrace.mllib;

import dev.millrace.ml.LearnerException;
import dev.millrace.ml.Model;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ObjDoubleConsumer;
import org.apache.spark.sql.catalyst.InternalRow;

/** A model whose predictions a data set computes. */
abstract class RowModel implements Model, Serializable {
  private static final long serialVersionUID = 1L;

  private final RowFunction function;
  private final int features;
  private final Map<String, Double> learned;

  /**
   * @param learned what is told about it, by names of its own
   */
  RowModel(RowFunction function, int features, Map<String, Double> learned) {
    this.function = function;
    this.features = features;
    this.learned = learned;
  }

  /** Reads a prediction off what was computed. */
  abstract void read(InternalRow computed, double[] out, int at);

  @Override
  public final int features() {
    return features;
  }

  @Override
  public final void predict(double[] x, int offset, double[] out) {
    read(function.apply(x, offset), out, 0);
  }

  @Override
  public final void predict(InstanceBlock block, double[] out) {
    if (block.features() != features) {
      throw new LearnerException(
          "MLlib model: expected " + features + " features, got " + block.features());
    }
    double[] row = new double[block instanceof SparseBlock ? features : 0];
    for (int i = 0; i < block.rows(); i++) {
      InternalRow computed =
          block instanceof SparseBlock sparse
              ? function.apply(fill(sparse, i, row), 0)
              : function.apply(((DenseBlock) block).values(), i * features);
      read(computed, out, i * outputs());
    }
  }

  private static double[] fill(SparseBlock block, int row, double[] dense) {
    Arrays.fill(dense, 0);
    for (int k = block.starts()[row]; k < block.starts()[row + 1]; k++) {
      dense[block.indices()[k]] = block.values()[k];
    }
    return dense;
  }

  /** Tells what the last stage says of itself; its features are those that it is given. */
  @Override
  public final void describe(List<String> featureNames, ObjDoubleConsumer<String> out) {
    learned.forEach((name, value) -> out.accept(name, value));
  }
}
