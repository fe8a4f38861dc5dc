package dev.millrace.ml.linear;

import dev.millrace.ml.AdditiveModel;
import dev.millrace.ml.ProbabilisticClassifier;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.optim.Loss;
import java.util.List;
import java.util.Objects;
import java.util.function.ObjDoubleConsumer;

/**
 * A binary logistic regression as learned so far: its one output is the probability of class 1. A
 * prediction costs O(features) time, allocates nothing for dense rows.
 */
public final class LogisticModel implements ProbabilisticClassifier, AdditiveModel {
  private final LinearScorer scorer;

  LogisticModel(LinearScorer scorer) {
    this.scorer = scorer;
  }

  @Override
  public int features() {
    return scorer.weights.length;
  }

  @Override
  public int classes() {
    return 2;
  }

  /** A weight per feature, as learned: of the scaled features, where they are scaled; a copy. */
  public double[] weights() {
    return scorer.weights.clone();
  }

  /** The score of a row whose preprocessed features are all 0. */
  public double intercept() {
    return scorer.intercept;
  }

  @Override
  public double contributions(int output, double[] x, int offset, double[] out) {
    Objects.checkIndex(output, outputs());
    scorer.contributions(x, offset, out);
    return scorer.intercept;
  }

  /** Weights and intercept in the features' own units; computed anew each time. */
  public UnscaledWeights unscaled() {
    return scorer.unscaled();
  }

  /** The probability of class 1 for one dense row, which starts at {@code offset} of {@code x}. */
  public double probability(double[] x, int offset) {
    return Loss.Logistic.sigmoid(scorer.score(x, offset));
  }

  @Override
  public void predict(double[] x, int offset, double[] out) {
    out[0] = probability(x, offset);
  }

  @Override
  public void predict(InstanceBlock block, double[] out) {
    scorer.checkWidth(block.features());
    scorer.scores(block, out);
    for (int row = 0; row < block.rows(); row++) {
      out[row] = Loss.Logistic.sigmoid(out[row]);
    }
  }

  /** Tells {@code intercept} and then the weights, as learned, by feature name. */
  @Override
  public void describe(List<String> featureNames, ObjDoubleConsumer<String> out) {
    scorer.describe(featureNames, out);
  }
}
