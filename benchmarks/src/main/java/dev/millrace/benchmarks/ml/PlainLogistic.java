package dev.millrace.benchmarks.ml;

import java.util.Arrays;

/**
 * The plainest loop that does what a standard-scaled logistic SGD learner does: per row, update the
 * running mean and variance, scale, predict, step. What the learners are measured against.
 */
public final class PlainLogistic {
  private final int width;
  private final double learningRate;
  private final double interceptLearningRate;
  private final double[] weights;
  private final double[] mean;
  private final double[] squares;
  private final double[] z;
  private double intercept;
  private long rows;

  public PlainLogistic(int width, double learningRate, double interceptLearningRate) {
    this.width = width;
    this.learningRate = learningRate;
    this.interceptLearningRate = interceptLearningRate;
    this.weights = new double[width];
    this.mean = new double[width];
    this.squares = new double[width];
    this.z = new double[width];
  }

  void learn(double[] x, double[] y, int from, int to) {
    for (int row = from; row < to; row++) {
      learn(x, row * width, y[row]);
    }
  }

  /** Predicts every row before it learns it. */
  public void testThenTrain(double[] x, double[] y, int from, int to, double[] out) {
    for (int row = from; row < to; row++) {
      out[row - from] = predict(x, row * width);
      learn(x, row * width, y[row]);
    }
  }

  double predict(double[] x, int at) {
    double sum = intercept;
    for (int j = 0; j < width; j++) {
      double variance = rows == 0 ? 0 : squares[j] / rows;
      sum += variance > 0 ? weights[j] * (x[at + j] - mean[j]) / Math.sqrt(variance) : 0;
    }
    return 1 / (1 + Math.exp(-sum));
  }

  private void learn(double[] x, int at, double label) {
    rows++;
    double sum = intercept;
    for (int j = 0; j < width; j++) {
      double value = x[at + j];
      double delta = value - mean[j];
      mean[j] += delta / rows;
      squares[j] += delta * (value - mean[j]);
      double variance = squares[j] / rows;
      z[j] = variance > 0 ? (value - mean[j]) / Math.sqrt(variance) : 0;
      sum += weights[j] * z[j];
    }
    double gradient = 1 / (1 + Math.exp(-sum)) - label;
    intercept -= interceptLearningRate * gradient;
    for (int j = 0; j < width; j++) {
      weights[j] -= learningRate * gradient * z[j];
    }
  }

  @Override
  public String toString() {
    return Arrays.toString(weights);
  }
}
