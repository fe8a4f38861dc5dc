package dev.millrace.ml.linear;

import dev.millrace.ml.LearnerException;
import dev.millrace.ml.feature.DensePreprocessor;
import dev.millrace.ml.feature.SparsePreprocessor;

/**
 * What a mini-batch learner sums one partition up in: gradients at the weights from before the
 * batch, and what the batch shows of its features.
 */
public final class GradientSum {
  /** A sum that knows the layout of its rows. */
  abstract static class Part {
    final double[] gradient;
    double intercept;
    double weight;
    long rows;

    Part(int features) {
      gradient = new double[features];
    }

    abstract void mergePreprocessing(Part right);

    final void merge(Part right) {
      for (int j = 0; j < gradient.length; j++) {
        gradient[j] += right.gradient[j];
      }
      intercept += right.intercept;
      weight += right.weight;
      rows += right.rows;
      mergePreprocessing(right);
    }
  }

  static final class DensePart extends Part {
    final DensePreprocessor preprocessor;
    final double[] scratch;

    DensePart(int features, DensePreprocessor preprocessor) {
      super(features);
      this.preprocessor = preprocessor;
      this.scratch = new double[features];
    }

    @Override
    void mergePreprocessing(Part right) {
      preprocessor.merge(((DensePart) right).preprocessor);
    }
  }

  static final class SparsePart extends Part {
    final SparsePreprocessor preprocessor;
    double[] scratch = new double[0];

    SparsePart(int features, SparsePreprocessor preprocessor) {
      super(features);
      this.preprocessor = preprocessor;
    }

    @Override
    void mergePreprocessing(Part right) {
      preprocessor.merge(((SparsePart) right).preprocessor);
    }
  }

  private final int features;
  private Descent base;
  private Part part;

  GradientSum(int features) {
    this.features = features;
  }

  int features() {
    return features;
  }

  boolean empty() {
    return part == null;
  }

  /** Says at which weights gradients are taken; called with the first block. */
  void start(Descent at) {
    base = at;
    part = at.part();
  }

  Descent base() {
    return base;
  }

  Part part() {
    return part;
  }

  void merge(GradientSum right) {
    if (right.empty()) {
      return;
    }
    if (empty()) {
      base = right.base;
      part = right.part;
      return;
    }
    if (features != right.features || base.sparse() != right.base.sparse()) {
      throw new LearnerException(
          "partitions of one batch differ: "
              + features
              + (base.sparse() ? " sparse" : " dense")
              + " features and "
              + right.features
              + (right.base.sparse() ? " sparse" : " dense"));
    }
    part.merge(right.part);
  }
}
