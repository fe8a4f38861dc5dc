package dev.millrace.ml.linear;

import dev.millrace.ml.feature.DensePreprocessor;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.internal.DenseRows;

/** Scores of a learner of dense rows. */
final class DenseScorer extends LinearScorer {
  private final DensePreprocessor preprocessor;

  /** Keeps weights and preprocessor, which nobody else may change. */
  DenseScorer(double[] weights, double intercept, DensePreprocessor preprocessor) {
    super(weights, intercept);
    this.preprocessor = preprocessor;
  }

  @Override
  double score(double[] x, int at) {
    return finite(preprocessor.dot(weights, x, at) + intercept);
  }

  @Override
  void contributions(double[] x, int at, double[] out) {
    preprocessor.transform(x, at, out);
    for (int j = 0; j < weights.length; j++) {
      out[j] *= weights[j];
    }
  }

  @Override
  UnscaledWeights unscaled() {
    double[] coefficients = new double[weights.length];
    double shift = preprocessor.unscale(weights, coefficients);
    return new UnscaledWeights(coefficients, intercept + shift);
  }

  @Override
  void scores(InstanceBlock block, double[] out, int at, int stride) {
    DenseRows rows = new DenseRows(block);
    for (int row = 0; row < block.rows(); row++) {
      int from = rows.at(row);
      out[at + row * stride] = score(rows.values(), from);
    }
  }
}
