package dev.millrace.ml.linear;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.feature.DensePreprocessor;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.internal.DenseRows;
import dev.millrace.ml.internal.Vectors;

/** Descends over dense rows. */
final class DenseDescent extends Descent {
  private final DensePreprocessor preprocessor;
  private final boolean identity;
  private final double[] scratch;

  DenseDescent(DescentOptions options, int features) {
    super(options, features);
    preprocessor = options.preprocessing().dense(features);
    identity = preprocessor.identity();
    scratch = new double[features];
  }

  @Override
  boolean sparse() {
    return false;
  }

  @Override
  void learn(InstanceBlock block) {
    DenseRows dense = new DenseRows(block);
    double[] x = dense.values();
    for (int row = 0; row < block.rows(); row++) {
      double label = block.label(row);
      if (!Double.isNaN(label)) {
        int at = dense.at(row);
        if (identity) {
          double score = finite(Vectors.dot(weights, x, at), row, x, at);
          step(x, at, gradient(score, output(score), label, block.weight(row), row));
        } else {
          learnTransformed(x, at, label, block.weight(row), row);
        }
      }
    }
  }

  @Override
  void testThenTrain(InstanceBlock block, double[] out) {
    DenseRows dense = new DenseRows(block);
    double[] x = dense.values();
    for (int row = 0; row < block.rows(); row++) {
      int at = dense.at(row);
      double score = finite(preprocessor.dot(weights, x, at), row, x, at);
      double output = output(score);
      out[row] = output;
      double label = block.label(row);
      if (!Double.isNaN(label)) {
        if (identity) {
          step(x, at, gradient(score, output, label, block.weight(row), row));
        } else {
          learnTransformed(x, at, label, block.weight(row), row);
        }
      }
    }
  }

  private void learnTransformed(double[] x, int at, double label, double weight, int row) {
    double[] z = scratch;
    preprocessor.learnAndTransform(x, at, z);
    double score = finite(Vectors.dot(weights, z, 0), row, x, at);
    step(z, 0, gradient(score, output(score), label, weight, row));
  }

  private void step(double[] z, int at, double g) {
    stepIntercept(g);
    update.dense(weights, g, z, at, l2, steps);
    if (penalty.active()) {
      penalty.dense(weights, update.rate(steps));
    }
    steps++;
    rows++;
  }

  private double finite(double dot, int row, double[] x, int at) {
    double score = dot + intercept;
    if (!(Math.abs(score) <= Double.MAX_VALUE)) {
      throw notFinite(row, x, at, weights.length);
    }
    return score;
  }

  @Override
  GradientSum.DensePart part() {
    return new GradientSum.DensePart(weights.length, preprocessor.empty());
  }

  @Override
  void accumulate(GradientSum.Part part, InstanceBlock block) {
    GradientSum.DensePart sum = (GradientSum.DensePart) part;
    DenseRows dense = new DenseRows(block);
    double[] x = dense.values();
    double[] z = sum.scratch;
    double[] gradient = sum.gradient;
    for (int row = 0; row < block.rows(); row++) {
      double label = block.label(row);
      if (Double.isNaN(label)) {
        continue;
      }
      int at = dense.at(row);
      preprocessor.transform(x, at, z);
      double score = finite(Vectors.dot(weights, z, 0), row, x, at);
      double g = gradient(score, output(score), label, block.weight(row), row);
      for (int j = 0; j < gradient.length; j++) {
        gradient[j] += g * z[j];
      }
      sum.intercept += g;
      sum.weight += block.weight(row);
      sum.rows++;
      sum.preprocessor.learn(x, at);
    }
  }

  @Override
  void apply(GradientSum.Part part) {
    if (part.rows > 0) {
      stepMean(part);
      preprocessor.merge(((GradientSum.DensePart) part).preprocessor);
    }
  }

  @Override
  LinearScorer scorer() {
    return new DenseScorer(finiteWeights(), intercept, preprocessor.copy());
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
