package dev.millrace.ml.linear;

import dev.millrace.ml.AdditiveModel;
import dev.millrace.ml.ProbabilisticClassifier;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.internal.Softmax;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/**
 * A softmax regression as learned so far. A prediction costs O(features × classes) time, allocates
 * nothing for dense rows.
 */
public final class SoftmaxModel implements ProbabilisticClassifier, AdditiveModel {
  private final LinearScorer[] scorers;

  /** Keeps the scorers, one for each class. */
  SoftmaxModel(LinearScorer[] scorers) {
    this.scorers = scorers;
  }

  @Override
  public int features() {
    return scorers[0].weights.length;
  }

  @Override
  public int classes() {
    return scorers.length;
  }

  /** A class's weight of each feature, as learned: of the scaled features; a copy. */
  public double[] weights(int classIndex) {
    return scorers[classIndex].weights.clone();
  }

  /** A class's intercept. */
  public double intercept(int classIndex) {
    return scorers[classIndex].intercept;
  }

  @Override
  public double contributions(int output, double[] x, int offset, double[] out) {
    double[] shares = Softmax.contrast(output, scorers.length);
    double[] ofClass = new double[features()];
    double intercept = 0;
    Arrays.fill(out, 0, features(), 0);
    for (int k = 0; k < scorers.length; k++) {
      scorers[k].contributions(x, offset, ofClass);
      for (int j = 0; j < ofClass.length; j++) {
        out[j] += shares[k] * ofClass[j];
      }
      intercept += shares[k] * scorers[k].intercept;
    }
    return intercept;
  }

  @Override
  public void predict(double[] x, int offset, double[] out) {
    if (scorers.length == 2) {
      out[0] = Softmax.second(scorers[0].score(x, offset), scorers[1].score(x, offset));
      return;
    }
    for (int k = 0; k < scorers.length; k++) {
      out[k] = scorers[k].score(x, offset);
    }
    Softmax.normalize(out, 0, scorers.length);
  }

  @Override
  public void predict(InstanceBlock block, double[] out) {
    scorers[0].checkWidth(block.features());
    if (scorers.length == 2) {
      double[] first = new double[block.rows()];
      scorers[0].scores(block, first);
      scorers[1].scores(block, out);
      for (int row = 0; row < block.rows(); row++) {
        out[row] = Softmax.second(first[row], out[row]);
      }
      return;
    }
    for (int k = 0; k < scorers.length; k++) {
      scorers[k].scores(block, out, k, scorers.length);
    }
    for (int row = 0; row < block.rows(); row++) {
      Softmax.normalize(out, row * scorers.length, scorers.length);
    }
  }

  /** Tells, for each class k, {@code intercept[k]} and its weights as {@code name[k]}. */
  @Override
  public void describe(List<String> featureNames, ObjDoubleConsumer<String> out) {
    for (int k = 0; k < scorers.length; k++) {
      String suffix = "[" + k + "]";
      scorers[k].describe(featureNames, (name, value) -> out.accept(name + suffix, value));
    }
  }
}
