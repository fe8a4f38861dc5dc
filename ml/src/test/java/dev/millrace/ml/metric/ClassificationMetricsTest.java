package dev.millrace.ml.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.ml.Classifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassificationMetricsTest {
  private static final double[] NOTHING = {0.5};

  /** elec2 by river 0.22's logistic regression: the matrix and what river says of it. */
  @Test
  void shouldGiveThePublishedFiguresOfAMatrix() {
    ConfusionMatrix matrix = new ConfusionMatrix(2, new long[] {23206, 2869, 5190, 14047});
    assertEquals(0.822144, matrix.accuracy(), 5e-7);
    assertEquals(0.777086, matrix.f1(), 5e-7);
  }

  /** Worked example of Cohen's kappa: two raters, 50 proposals, 20 both yes, 15 both no. */
  @Test
  void shouldGiveTheTextbookKappa() {
    ConfusionMatrix matrix = new ConfusionMatrix(2, new long[] {15, 10, 5, 20});
    assertEquals(0.4, matrix.kappa(), 1e-12);
  }

  /** scikit-learn's documentation: y = [0, 0, 1, 1], scores = [0.1, 0.4, 0.35, 0.8]. */
  @Test
  void shouldGiveTheDocumentedAreas() {
    Map<String, Double> values =
        values(2, new double[] {0, 0, 1, 1}, new double[][] {{0.1}, {0.4}, {0.35}, {0.8}});
    assertEquals(0.75, values.get("rocAuc"), 1e-12);
    assertEquals(0.8333333333, values.get("prAuc"), 1e-9);
  }

  @Test
  void shouldAgreeWithTheDefinitionsOnTwoClasses() {
    SplittableRandom random = new SplittableRandom(1);
    int n = 3000;
    double[] labels = new double[n];
    double[][] outputs = new double[n][1];
    for (int i = 0; i < n; i++) {
      labels[i] = random.nextDouble() < 0.2 ? 1 : 0;
      double logit = 2 * labels[i] - 3 + 4 * (random.nextDouble() - 0.5);
      outputs[i][0] = Math.round(1e3 / (1 + Math.exp(-logit))) / 1e3;
    }
    Map<String, Double> values = values(2, labels, outputs);
    double[] scores = Arrays.stream(outputs).mapToDouble(o -> o[0]).toArray();
    assertEquals(Naive.rocAuc(labels, scores), values.get("rocAuc"), 1e-3);
    assertEquals(Naive.averagePrecision(labels, scores), values.get("prAuc"), 1e-3);
    double tp = count(labels, scores, 1, 1);
    double fp = count(labels, scores, 0, 1);
    double fn = count(labels, scores, 1, 0);
    double tn = count(labels, scores, 0, 0);
    assertEquals((tp + tn) / n, values.get("accuracy"), 1e-12);
    assertEquals((tp / (tp + fn) + tn / (tn + fp)) / 2, values.get("balancedAccuracy"), 1e-12);
    assertEquals(tp / (tp + fp), values.get("precision"), 1e-12);
    assertEquals(tp / (tp + fn), values.get("recall"), 1e-12);
    assertEquals(2 * tp / (2 * tp + fp + fn), values.get("f1"), 1e-12);
    double chance = ((tp + fn) * (tp + fp) + (tn + fp) * (tn + fn)) / n / n;
    assertEquals(((tp + tn) / n - chance) / (1 - chance), values.get("kappa"), 1e-12);
    double same = IntStream.range(1, n).filter(i -> labels[i] == labels[i - 1]).count();
    assertEquals(((tp + tn) / n - same / n) / (1 - same / n), values.get("kappaTemporal"), 1e-12);
    assertEquals(
        IntStream.range(0, n)
            .mapToDouble(
                i -> {
                  double p = Math.min(1 - 1e-15, Math.max(1e-15, scores[i]));
                  return -(labels[i] * Math.log(p) + (1 - labels[i]) * Math.log(1 - p));
                })
            .average()
            .orElseThrow(),
        values.get("logLoss"),
        1e-9);
    assertEquals(
        IntStream.range(0, n)
            .mapToDouble(i -> Math.pow(scores[i] - labels[i], 2))
            .average()
            .orElseThrow(),
        values.get("brier"),
        1e-12);
  }

  private static double count(double[] labels, double[] scores, int actual, int decided) {
    return IntStream.range(0, labels.length)
        .filter(i -> labels[i] == actual && (scores[i] > 0.5 ? 1 : 0) == decided)
        .count();
  }

  @Test
  void shouldKeepTheErrorOfRanksWithinItsBound() {
    for (double scale : new double[] {1, 1e-3, 1e-6}) {
      SplittableRandom random = new SplittableRandom(2);
      ClassificationMetrics metrics = new ClassificationMetrics(2, true);
      double[] labels = new double[2000];
      double[] scores = new double[2000];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = random.nextInt(2);
        scores[i] = scale * (random.nextDouble() + 0.3 * labels[i]) / 1.3;
        metrics.add(labels[i], new double[] {scores[i]}, 0, 0);
      }
      double bound = metrics.rocAucErrorBound().orElseThrow();
      assertTrue(bound < 0.004, "bound " + bound);
      assertEquals(Naive.rocAuc(labels, scores), metrics.values().get("rocAuc"), bound);
    }
  }

  @Test
  void shouldRankScoresByRisingBins() {
    double[] scores = {
      Double.NaN, 0, 1e-300, 1e-9, 1e-3, 0.1, 0.25, 0.499, 0.5, 0.501, 0.75, 0.9, 0.999, 1 - 1e-9, 1
    };
    int[] bins = DoubleStream.of(scores).mapToInt(ScoreBins::bin).toArray();
    int[] sorted = bins.clone();
    Arrays.sort(sorted);
    assertEquals(Arrays.toString(sorted), Arrays.toString(bins));
    assertEquals(0, bins[1]);
    assertEquals(16384, bins[bins.length - 1]);
    assertEquals(8192, ScoreBins.bin(0.5));
  }

  @Test
  void shouldAverageOverManyClasses() {
    double[][] outputs = {{0.7, 0.2, 0.1}, {0.3, 0.4, 0.3}, {0.1, 0.1, 0.8}, {0.5, 0.3, 0.2}};
    Map<String, Double> values = values(3, new double[] {0, 1, 2, 2}, outputs);
    assertEquals(0.75, values.get("accuracy"));
    assertEquals((1 + 1 + 0.5) / 3, values.get("balancedAccuracy"), 1e-12);
    assertEquals((0.5 + 1 + 1) / 3, values.get("precision"), 1e-12);
    assertEquals((2.0 / 3 + 1 + 2.0 / 3) / 3, values.get("f1"), 1e-12);
    assertEquals(
        -(Math.log(0.7) + Math.log(0.4) + Math.log(0.8) + Math.log(0.2)) / 4,
        values.get("logLoss"),
        1e-12);
    assertEquals((0.14 + 0.54 + 0.06 + 0.98) / 4, values.get("brier"), 1e-12);
    assertFalse(values.containsKey("rocAuc"));
  }

  @Test
  void shouldSayNothingOfProbabilitiesWhereThereAreNone() {
    assertEquals(
        List.of(
            "accuracy",
            "balancedAccuracy",
            "kappa",
            "kappaTemporal",
            "precision",
            "recall",
            "f1",
            "rocAuc",
            "prAuc"),
        List.copyOf(new ClassificationMetrics(2, false).values().keySet()));
  }

  @Test
  void shouldBeUndefinedRatherThanInvented() {
    Map<String, Double> none = new ClassificationMetrics(2, true).values();
    for (String name :
        List.of("accuracy", "kappa", "kappaTemporal", "logLoss", "rocAuc", "prAuc")) {
      assertEquals(Double.NaN, none.get(name), name);
    }
    Map<String, Double> oneClass =
        values(2, new double[] {0, 0, 0}, new double[][] {{0.1}, {0.2}, {0.3}});
    assertEquals(1, oneClass.get("accuracy"));
    assertEquals(0, oneClass.get("precision"));
    assertEquals(Double.NaN, oneClass.get("kappa"));
    assertEquals(Double.NaN, oneClass.get("rocAuc"));
  }

  @Test
  void shouldSkipRowsWithoutALabel() {
    ClassificationMetrics metrics = new ClassificationMetrics(2, true);
    metrics.add(Double.NaN, NOTHING, 0, 0);
    assertEquals(0, metrics.rows());
    SlidingMetrics sliding = new SlidingMetrics(metrics, 1, 3);
    sliding.add(Double.NaN, NOTHING, 0, 0);
    sliding.add(1, NOTHING, 0, 1);
    assertEquals(1, sliding.metrics().rows());
  }

  @Test
  void shouldCompareTheFirstRowOfAWindowWithTheOneBefore() {
    SlidingMetrics sliding = new SlidingMetrics(new ClassificationMetrics(2, false), 1, 2);
    for (int label : new int[] {0, 1, 1, 0}) {
      sliding.add(label, NOTHING, 0, label);
    }
    // the last two rows are 1, 0 after a 1: the label before is right once, we twice
    assertEquals(1, sliding.metrics().values().get("kappaTemporal"));
    sliding.add(0, NOTHING, 0, 1);
    // 0, 0 after a 1: the label before is right once, we once
    assertEquals(0, sliding.metrics().values().get("kappaTemporal"));
  }

  private static Map<String, Double> values(int classes, double[] labels, double[][] outputs) {
    ClassificationMetrics metrics = new ClassificationMetrics(classes, true);
    for (int i = 0; i < labels.length; i++) {
      metrics.add(labels[i], outputs[i], 0, Classifier.decide(outputs[i], 0, classes));
    }
    return metrics.values();
  }

  /** The same rows sorted into bins one by one. */
  @Test
  void shouldSpreadScoresOverBinsOfEqualWidth() {
    SplittableRandom random = new SplittableRandom(5);
    ClassificationMetrics one = new ClassificationMetrics(2, true);
    ClassificationMetrics two = new ClassificationMetrics(2, true);
    long[] negatives = new long[10];
    long[] positives = new long[10];
    double[] sums = new double[10];
    for (int i = 0; i < 5000; i++) {
      int at = random.nextInt(10);
      double score = (at + 0.05 + 0.9 * random.nextDouble()) / 10;
      int label = random.nextDouble() < score ? 1 : 0;
      (i < 2000 ? one : two).add(label, new double[] {score}, 0, 0);
      (label == 1 ? positives : negatives)[at]++;
      sums[at] += score;
    }
    one.merge(two);
    List<ScoreDistribution.Bin> bins = one.scores(10).orElseThrow().bins();
    for (int i = 0; i < 10; i++) {
      assertEquals(negatives[i], bins.get(i).negatives());
      assertEquals(positives[i], bins.get(i).positives());
      assertEquals(sums[i] / bins.get(i).rows(), bins.get(i).meanScore(), 1e-3);
      assertEquals((double) positives[i] / bins.get(i).rows(), bins.get(i).positiveShare(), 1e-12);
    }
  }

  @Test
  void shouldPutCertainScoresIntoTheOutermostBins() {
    ClassificationMetrics metrics = new ClassificationMetrics(2, true);
    metrics.add(0, new double[] {0}, 0, 0);
    metrics.add(1, new double[] {1}, 0, 1);
    List<ScoreDistribution.Bin> bins = metrics.scores(4).orElseThrow().bins();
    assertEquals(new ScoreDistribution.Bin(0, 0.25, 1, 0, 0), bins.get(0));
    assertEquals(new ScoreDistribution.Bin(0.75, 1, 0, 1, 1), bins.get(3));
    assertTrue(Double.isNaN(bins.get(1).meanScore()));
    assertTrue(new ClassificationMetrics(3, true).scores(4).isEmpty());
  }
}
