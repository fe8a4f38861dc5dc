package dev.millrace.benchmarks.ml;

/** The plainest loop for logistic SGD over sparse rows, without scaling. */
final class PlainSparseLogistic {
  private final double learningRate;
  private final double interceptLearningRate;
  private final double[] weights;
  private double intercept;

  PlainSparseLogistic(int width, double learningRate, double interceptLearningRate) {
    this.learningRate = learningRate;
    this.interceptLearningRate = interceptLearningRate;
    this.weights = new double[width];
  }

  double learn(int[] starts, int[] indices, double[] values, double[] labels, int rows) {
    for (int row = 0; row < rows; row++) {
      double sum = intercept;
      for (int p = starts[row]; p < starts[row + 1]; p++) {
        sum += weights[indices[p]] * values[p];
      }
      double gradient = 1 / (1 + Math.exp(-sum)) - labels[row];
      intercept -= interceptLearningRate * gradient;
      for (int p = starts[row]; p < starts[row + 1]; p++) {
        weights[indices[p]] -= learningRate * gradient * values[p];
      }
    }
    return intercept;
  }
}
