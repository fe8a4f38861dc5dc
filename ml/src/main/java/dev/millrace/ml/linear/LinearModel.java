package dev.millrace.ml.linear;

import dev.millrace.ml.AdditiveModel;
import dev.millrace.ml.Regressor;
import dev.millrace.ml.instance.InstanceBlock;
import java.util.List;
import java.util.Objects;
import java.util.function.ObjDoubleConsumer;

/**
 * A linear regression as learned so far: weights of preprocessed features plus an intercept. A
 * prediction costs O(features) time, allocates nothing for dense rows.
 */
public final class LinearModel implements Regressor, AdditiveModel {
  private final LinearScorer scorer;

  LinearModel(LinearScorer scorer) {
    this.scorer = scorer;
  }

  @Override
  public int features() {
    return scorer.weights.length;
  }

  /** A weight per feature, as learned: of the scaled features, where they are scaled; a copy. */
  public double[] weights() {
    return scorer.weights.clone();
  }

  /** The score of a row whose preprocessed features are all 0. */
  public double intercept() {
    return scorer.intercept;
  }

  /** Weights and intercept in the features' own units; computed anew each time. */
  public UnscaledWeights unscaled() {
    return scorer.unscaled();
  }

  @Override
  public double contributions(int output, double[] x, int offset, double[] out) {
    Objects.checkIndex(output, outputs());
    scorer.contributions(x, offset, out);
    return scorer.intercept;
  }

  @Override
  public double predict(double[] x, int offset) {
    return scorer.score(x, offset);
  }

  @Override
  public void predict(InstanceBlock block, double[] out) {
    scorer.checkWidth(block.features());
    scorer.scores(block, out);
  }

  /** Tells {@code intercept} and then the weights, as learned, by feature name. */
  @Override
  public void describe(List<String> featureNames, ObjDoubleConsumer<String> out) {
    scorer.describe(featureNames, out);
  }
}
