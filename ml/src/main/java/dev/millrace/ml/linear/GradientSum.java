package dev.millrace.ml.linear;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
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

    abstract void savePreprocessing(StateWriter out);

    abstract void restorePreprocessing(StateReader in);

    final void save(StateWriter out) {
      out.put("rows", rows).put("weight", weight).put("intercept", intercept);
      SparseArray.save(gradient, "gradient", out);
      out.put("preprocessing", this::savePreprocessing);
    }

    final void restore(StateReader in) {
      rows = in.getLong("rows");
      weight = in.getDouble("weight");
      intercept = in.getDouble("intercept");
      SparseArray.restore(gradient, "gradient", in);
      restorePreprocessing(in.get("preprocessing"));
    }

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

    @Override
    void savePreprocessing(StateWriter out) {
      preprocessor.save(out);
    }

    @Override
    void restorePreprocessing(StateReader in) {
      preprocessor.restore(in);
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

    @Override
    void savePreprocessing(StateWriter out) {
      preprocessor.save(out);
    }

    @Override
    void restorePreprocessing(StateReader in) {
      preprocessor.restore(in);
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

  /** Writes it without the weights, which are the learner's. */
  void save(StateWriter out) {
    out.put("features", features);
    if (!empty()) {
      out.put("layout", base.sparse() ? "sparse" : "dense");
      part.save(out);
    }
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
