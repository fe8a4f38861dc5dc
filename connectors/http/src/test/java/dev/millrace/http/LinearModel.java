package dev.millrace.http;

import dev.millrace.ml.ProbabilisticClassifier;
import dev.millrace.ml.Regressor;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/** Models of one line, whose answers a test can work out by hand. */
final class LinearModel {
  private LinearModel() {}

  static double dot(double[] weights, double[] x, int offset) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * x[offset + i];
    }
    return sum;
  }

  private static void each(InstanceBlock block, double[] weights, double[] out) {
    for (int row = 0; row < block.rows(); row++) {
      if (block instanceof DenseBlock dense) {
        out[row] = dot(weights, dense.values(), row * weights.length);
      } else if (block instanceof SparseBlock sparse) {
        out[row] = 0;
        for (int at = sparse.starts()[row]; at < sparse.starts()[row + 1]; at++) {
          out[row] += weights[sparse.indices()[at]] * sparse.values()[at];
        }
      }
    }
  }

  /** Estimates the weighted sum of the features. */
  static final class Sum implements Regressor {
    private final double[] weights;

    Sum(double... weights) {
      this.weights = weights;
    }

    @Override
    public int features() {
      return weights.length;
    }

    @Override
    public double predict(double[] x, int offset) {
      return dot(weights, x, offset);
    }

    @Override
    public void predict(InstanceBlock block, double[] out) {
      each(block, weights, out);
    }

    @Override
    public void describe(List<String> featureNames, ObjDoubleConsumer<String> out) {
      for (int i = 0; i < weights.length; i++) {
        out.accept(featureNames.get(i), weights[i]);
      }
    }
  }

  /** The logistic function of the weighted sum. */
  static final class Logistic implements ProbabilisticClassifier {
    private final double[] weights;

    Logistic(double... weights) {
      this.weights = weights;
    }

    @Override
    public int features() {
      return weights.length;
    }

    @Override
    public int classes() {
      return 2;
    }

    @Override
    public void predict(double[] x, int offset, double[] out) {
      out[0] = sigmoid(dot(weights, x, offset));
    }

    @Override
    public void predict(InstanceBlock block, double[] out) {
      each(block, weights, out);
      for (int row = 0; row < block.rows(); row++) {
        out[row] = sigmoid(out[row]);
      }
    }

    static double sigmoid(double z) {
      return 1 / (1 + Math.exp(-z));
    }

    @Override
    public void describe(List<String> featureNames, ObjDoubleConsumer<String> out) {
      Arrays.stream(weights).forEach(w -> out.accept("weight", w));
    }
  }
}
