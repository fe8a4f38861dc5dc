package dev.millrace.ml.metric;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Areas by their definitions, for scores kept whole. */
final class Naive {
  private Naive() {}

  /** The share of pairs of a positive and a negative that stand in the right order. */
  static double rocAuc(double[] labels, double[] scores) {
    double right = 0;
    double pairs = 0;
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < labels.length; j++) {
        if (labels[i] == 1 && labels[j] == 0) {
          pairs++;
          right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    return right / pairs;
  }

  static double averagePrecision(double[] labels, double[] scores) {
    double[] thresholds = DoubleStream.of(scores).distinct().sorted().toArray();
    double positives = DoubleStream.of(labels).sum();
    double sum = 0;
    double recall = 0;
    for (int t = thresholds.length - 1; t >= 0; t--) {
      double threshold = thresholds[t];
      int[] taken = IntStream.range(0, scores.length).filter(i -> scores[i] >= threshold).toArray();
      double hits = IntStream.of(taken).mapToDouble(i -> labels[i]).sum();
      sum += (hits / positives - recall) * hits / taken.length;
      recall = hits / positives;
    }
    return sum;
  }
}
