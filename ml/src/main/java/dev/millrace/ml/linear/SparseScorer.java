package dev.millrace.ml.linear;

import dev.millrace.ml.feature.SparsePreprocessor;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;
import dev.millrace.ml.internal.Blocks;
import java.util.Arrays;
import java.util.stream.IntStream;

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
  void contributions(double[] x, int at, double[] out) {
    Arrays.fill(out, 0, weights.length, 0);
    int[] present = IntStream.range(0, weights.length).filter(j -> x[at + j] != 0).toArray();
    double[] values = Arrays.stream(present).mapToDouble(j -> x[at + j]).toArray();
    double[] transformed = new double[present.length];
    preprocessor.transform(present, values, 0, present.length, transformed);
    for (int k = 0; k < present.length; k++) {
      out[present[k]] = weights[present[k]] * transformed[k];
    }
  }

  @Override
  UnscaledWeights unscaled() {
    double[] coefficients = new double[weights.length];
    preprocessor.unscale(weights, coefficients);
    return new UnscaledWeights(coefficients, intercept);
  }

  @Override
  void scores(InstanceBlock block, double[] out, int at, int stride) {
    SparseBlock sparse = Blocks.sparse(block);
    for (int row = 0; row < sparse.rows(); row++) {
      int from = sparse.starts()[row];
      int count = sparse.starts()[row + 1] - from;
      double dot = preprocessor.dot(weights, sparse.indices(), sparse.values(), from, count);
      out[at + row * stride] = finite(dot + intercept);
    }
  }
}
