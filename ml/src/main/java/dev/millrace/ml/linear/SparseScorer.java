package dev.millrace.ml.linear;

import dev.millrace.ml.feature.SparsePreprocessor;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;
import dev.millrace.ml.internal.Blocks;

/** Scores of a learner of sparse rows. */
final class SparseScorer extends LinearScorer {
  private final SparsePreprocessor preprocessor;

  /** Keeps weights and preprocessor, which nobody else may change. */
  SparseScorer(double[] weights, double intercept, SparsePreprocessor preprocessor) {
    super(weights, intercept);
    this.preprocessor = preprocessor;
  }

  @Override
  double score(double[] x, int at) {
    return finite(preprocessor.dot(weights, x, at) + intercept);
  }

  @Override
  void scores(InstanceBlock block, double[] out) {
    SparseBlock sparse = Blocks.sparse(block);
    for (int row = 0; row < sparse.rows(); row++) {
      int at = sparse.starts()[row];
      int count = sparse.starts()[row + 1] - at;
      double dot = preprocessor.dot(weights, sparse.indices(), sparse.values(), at, count);
      out[row] = finite(dot + intercept);
    }
  }
}
