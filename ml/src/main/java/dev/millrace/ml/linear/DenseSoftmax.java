package dev.millrace.ml.linear;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.feature.DensePreprocessor;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.internal.DenseRows;
import dev.millrace.ml.internal.Vectors;

/** Descends over dense rows. */
final class DenseSoftmax extends SoftmaxDescent<DenseRows> {
  private final DensePreprocessor preprocessor;
  private final double[] prepared;

  DenseSoftmax(SoftmaxRegression.Options options, int features) {
    super(options, features);
    preprocessor = options.preprocessing().dense(features);
    prepared = new double[features];
  }

  @Override
  boolean sparse() {
    return false;
  }

  @Override
  DenseRows rows(InstanceBlock block) {
    return new DenseRows(block);
  }

  @Override
  double dot(double[] weights, DenseRows rows, int row) {
    int at = rows.at(row);
    return preprocessor.dot(weights, rows.values(), at);
  }

  @Override
  void prepare(DenseRows rows, int row) {
    int at = rows.at(row);
    preprocessor.learnAndTransform(rows.values(), at, prepared);
  }

  @Override
  double preparedDot(double[] weights, DenseRows rows, int row) {
    return Vectors.dot(weights, prepared, 0);
  }

  @Override
  void step(ClassWeights of, double g, double l2, DenseRows rows, int row) {
    of.update.dense(of.weights, g, prepared, 0, l2, this.rows);
    if (of.penalty.active()) {
      of.penalty.dense(of.weights, of.update.rate(this.rows));
    }
  }

  @Override
  LearnerException notFinite(DenseRows rows, int row) {
    int at = rows.at(row);
    return NotFinite.score(row, rows.values(), at, features, this.rows);
  }

  @Override
  LinearScorer[] scorers() {
    DensePreprocessor copy = preprocessor.copy();
    return scorers((weights, intercept) -> new DenseScorer(weights, intercept, copy));
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
