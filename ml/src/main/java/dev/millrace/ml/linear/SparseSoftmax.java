package dev.millrace.ml.linear;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.feature.SparsePreprocessor;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;
import dev.millrace.ml.internal.Blocks;

/** Descends over sparse rows; a row costs time in proportion to its stored values. */
final class SparseSoftmax extends SoftmaxDescent<SparseBlock> {
  private final SparsePreprocessor preprocessor;
  private double[] prepared = {};

  SparseSoftmax(SoftmaxRegression.Options options, int features) {
    super(options, features);
    preprocessor = options.preprocessing().sparse(features);
  }

  @Override
  boolean sparse() {
    return true;
  }

  @Override
  SparseBlock rows(InstanceBlock block) {
    return Blocks.sparse(block);
  }

  private static int count(SparseBlock rows, int row) {
    return rows.starts()[row + 1] - rows.starts()[row];
  }

  @Override
  double dot(double[] weights, SparseBlock rows, int row) {
    return preprocessor.dot(
        weights, rows.indices(), rows.values(), rows.starts()[row], count(rows, row));
  }

  @Override
  void prepare(SparseBlock rows, int row) {
    int at = rows.starts()[row];
    int count = count(rows, row);
    if (count > prepared.length) {
      prepared = new double[Math.max(count, 2 * prepared.length)];
    }
    preprocessor.learn(rows.indices(), rows.values(), at, count);
    preprocessor.transform(rows.indices(), rows.values(), at, count, prepared);
  }

  @Override
  double preparedDot(double[] weights, SparseBlock rows, int row) {
    int at = rows.starts()[row];
    int count = count(rows, row);
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += weights[rows.indices()[at + k]] * prepared[k];
    }
    return sum;
  }

  @Override
  void step(ClassWeights of, double g, double l2, SparseBlock rows, int row) {
    int at = rows.starts()[row];
    int count = count(rows, row);
    of.update.sparse(of.weights, g, rows.indices(), at, prepared, 0, count, l2, this.rows);
    if (of.penalty.active()) {
      of.penalty.sparse(of.weights, of.update.rate(this.rows), rows.indices(), at, count);
    }
  }

  @Override
  LearnerException notFinite(SparseBlock rows, int row) {
    return NotFinite.score(row, rows.values(), rows.starts()[row], count(rows, row), this.rows);
  }

  @Override
  LinearScorer[] scorers() {
    SparsePreprocessor copy = preprocessor.copy();
    return scorers((weights, intercept) -> new SparseScorer(weights, intercept, copy));
  }

  @Override
  void savePreprocessing(StateWriter out) {
    preprocessor.save(out);
  }

  @Override
  void restorePreprocessing(StateReader in) {
    preprocessor.restore(in);
  }
}
