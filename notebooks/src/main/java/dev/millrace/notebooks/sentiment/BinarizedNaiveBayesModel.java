package dev.millrace.notebooks.sentiment;

import dev.millrace.ml.LearnerException;
import dev.millrace.ml.ProbabilisticClassifier;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/** What a {@link BinarizedNaiveBayes} has counted; its output is the probability of class 1. */
public final class BinarizedNaiveBayesModel implements ProbabilisticClassifier {
  private final int features;
  private final double smoothing;
  private final double[] counts;
  private final double[] found;
  private final double[] rows;

  /**
   * Keeps the arrays.
   *
   * @param features 0 before the first row, when any width is taken
   * @param counts of each feature in rows of class 0, then in rows of class 1
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
    return 2;
  }

  /** Whether a feature is in a row. */
  static boolean present(double value) {
    return value != 0 && !Double.isNaN(value);
  }

  /** How much more likely class 1 is than class 0 because a feature is there; a logarithm. */
  private double evidence(int feature) {
    return Math.log((counts[features + feature] + smoothing) / (counts[feature] + smoothing));
  }

  private double probability(double evidence, int present) {
    double prior = Math.log((rows[1] + 1) / (rows[0] + 1));
    double length = Math.log((found[0] + smoothing * features) / (found[1] + smoothing * features));
    double odds = features == 0 ? 0 : prior + evidence + present * length;
    return 1 / (1 + Math.exp(-odds));
  }

  private void checkWidth(int width) {
    if (features != 0 && width != features) {
      throw new LearnerException(
          BinarizedNaiveBayes.KIND + ": expected " + features + " features, got " + width);
    }
  }

  @Override
  public void predict(double[] x, int offset, double[] out) {
    double evidence = 0;
    int present = 0;
    for (int i = 0; i < features; i++) {
      if (present(x[offset + i])) {
        evidence += evidence(i);
        present++;
      }
    }
    out[0] = probability(evidence, present);
  }

  @Override
  public void predict(InstanceBlock block, double[] out) {
    checkWidth(block.features());
    for (int row = 0; row < block.rows(); row++) {
      out[row] = predict(block, row);
    }
  }

  /** The probability of class 1 for a row of a block. */
  double predict(InstanceBlock block, int row) {
    double evidence = 0;
    int present = 0;
    if (features > 0 && block instanceof SparseBlock sparse) {
      for (int i = sparse.starts()[row]; i < sparse.starts()[row + 1]; i++) {
        if (present(sparse.values()[i])) {
          evidence += evidence(sparse.indices()[i]);
          present++;
        }
      }
    } else if (block instanceof DenseBlock dense) {
      for (int i = 0; i < features; i++) {
        if (present(dense.values()[row * features + i])) {
          evidence += evidence(i);
          present++;
        }
      }
    }
    return probability(evidence, present);
  }

  /** Tells the evidence of each feature for class 1, as the logarithm of a ratio. */
  @Override
  public void describe(List<String> featureNames, ObjDoubleConsumer<String> out) {
    for (int i = 0; i < features; i++) {
      out.accept(featureNames.get(i), evidence(i));
    }
  }
}
