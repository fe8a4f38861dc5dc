package dev.millrace.ml.bayes;

import dev.millrace.ml.AdditiveModel;
import dev.millrace.ml.ProbabilisticClassifier;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;
import dev.millrace.ml.internal.Blocks;
import dev.millrace.ml.internal.Softmax;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/**
 * What a {@link BinarizedNaiveBayes} has counted. Before the first row it takes rows of any width,
 * and all classes are alike.
 */
public final class BinarizedNaiveBayesModel implements ProbabilisticClassifier, AdditiveModel {
  private final int features;
  private final double smoothing;
  private final double[] counts;
  private final double[] found;
  private final double[] rows;

  /**
   * Keeps the arrays.
   *
   * @param features 0 before the first row
   * @param counts of each feature in rows of class 0, then of class 1, and so on
   * @param found the sum of the counts by class
   * @param rows how many rows there were by class
   */
  BinarizedNaiveBayesModel(
      int features, double smoothing, double[] counts, double[] found, double[] rows) {
    this.features = features;
    this.smoothing = smoothing;
    this.counts = counts;
    this.found = found;
    this.rows = rows;
  }

  @Override
  public int features() {
    return features;
  }

  @Override
  public int classes() {
    return rows.length;
  }

  /** Whether a feature of that value is in a row. */
  static boolean isThere(double value) {
    return value != 0 && !Double.isNaN(value);
  }

  /** The logarithm of how likely a feature is in a row of a class. */
  private double evidence(int k, int feature) {
    return Math.log(
        (counts[k * features + feature] + smoothing) / (found[k] + smoothing * features));
  }

  private double prior(int k) {
    return Math.log(rows[k] + 1);
  }

  private double logOdds(int k, double[] x, int offset) {
    double sum = prior(k);
    for (int j = 0; j < features; j++) {
      if (isThere(x[offset + j])) {
        sum += evidence(k, j);
      }
    }
    return sum;
  }

  private double logOdds(int k, SparseBlock block, int row) {
    double sum = prior(k);
    for (int i = block.starts()[row]; i < block.starts()[row + 1]; i++) {
      if (isThere(block.values()[i])) {
        sum += evidence(k, block.indices()[i]);
      }
    }
    return sum;
  }

  /** A feature that is in the row adds its weight of evidence; one that is not adds nothing. */
  @Override
  public double contributions(int output, double[] x, int offset, double[] out) {
    double[] shares = Softmax.contrast(output, classes());
    double intercept = 0;
    Arrays.fill(out, 0, features, 0);
    for (int k = 0; k < shares.length; k++) {
      for (int j = 0; j < features; j++) {
        if (isThere(x[offset + j])) {
          out[j] += shares[k] * evidence(k, j);
        }
      }
      intercept += shares[k] * prior(k);
    }
    return intercept;
  }

  @Override
  public void predict(double[] x, int offset, double[] out) {
    predict(x, offset, out, 0);
  }

  private void predict(double[] x, int offset, double[] out, int at) {
    if (classes() == 2) {
      out[at] = Softmax.second(logOdds(0, x, offset), logOdds(1, x, offset));
      return;
    }
    for (int k = 0; k < classes(); k++) {
      out[at + k] = logOdds(k, x, offset);
    }
    Softmax.normalize(out, at, classes());
  }

  @Override
  public void predict(InstanceBlock block, double[] out) {
    if (features > 0) {
      Blocks.checkWidth(BinarizedNaiveBayes.KIND, features, block.features());
    }
    for (int row = 0; row < block.rows(); row++) {
      predict(block, row, out, row * outputs());
    }
  }

  /** Predicts a row of a block of the right width to {@code out} from {@code at} on. */
  void predict(InstanceBlock block, int row, double[] out, int at) {
    if (block instanceof DenseBlock dense) {
      predict(dense.values(), row * features, out, at);
    } else if (block instanceof SparseBlock sparse) {
      predict(sparse, row, out, at);
    }
  }

  private void predict(SparseBlock block, int row, double[] out, int at) {
    if (features == 0) {
      untrained(out, at);
    } else if (classes() == 2) {
      out[at] = Softmax.second(logOdds(0, block, row), logOdds(1, block, row));
    } else {
      for (int k = 0; k < classes(); k++) {
        out[at + k] = logOdds(k, block, row);
      }
      Softmax.normalize(out, at, classes());
    }
  }

  private void untrained(double[] out, int at) {
    for (int k = 0; k < outputs(); k++) {
      out[at + k] = 1.0 / classes();
    }
  }

  /**
   * Tells how a feature speaks for a class: the logarithm of how likely it is in a row of the class
   * against one of class 0. Of more than two classes they stand as {@code name[1]} and so on.
   */
  @Override
  public void describe(List<String> featureNames, ObjDoubleConsumer<String> out) {
    for (int k = 1; k < classes(); k++) {
      for (int j = 0; j < features; j++) {
        String name = featureNames.get(j) + (classes() == 2 ? "" : "[" + k + "]");
        out.accept(name, evidence(k, j) - evidence(0, j));
      }
    }
  }
}
