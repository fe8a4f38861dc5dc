package dev.millrace.ml.linear;

import dev.millrace.ml.instance.InstanceBlock;

/** Scores of a learner that has seen no row: 0, whatever the width. */
final class UntrainedScorer extends LinearScorer {
  UntrainedScorer() {
    super(new double[0], 0);
  }

  @Override
  double score(double[] x, int at) {
    return 0;
  }

  @Override
  void contributions(double[] x, int at, double[] out) {}

  @Override
  UnscaledWeights unscaled() {
    return new UnscaledWeights(weights, intercept);
  }

  @Override
  void scores(InstanceBlock block, double[] out, int at, int stride) {
    for (int row = 0; row < block.rows(); row++) {
      out[at + row * stride] = 0;
    }
  }

  @Override
  void checkWidth(int features) {}
}
