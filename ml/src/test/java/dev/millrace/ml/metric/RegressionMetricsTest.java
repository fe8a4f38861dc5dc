package dev.millrace.ml.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.junit.jupiter.api.Test;

class RegressionMetricsTest {
  /** scikit-learn's documentation: R² 0.9486, MAE 0.5, MSE 0.375. */
  @Test
  void shouldGiveTheDocumentedFigures() {
    RegressionMetrics metrics = new RegressionMetrics();
    double[] labels = {3, -0.5, 2, 7};
    double[] estimates = {2.5, 0, 2, 8};
    for (int i = 0; i < 4; i++) {
      metrics.add(labels[i], estimates, i, 0);
    }
    Map<String, Double> values = metrics.values();
    assertEquals(0.5, values.get("mae"), 1e-12);
    assertEquals(Math.sqrt(0.375), values.get("rmse"), 1e-12);
    assertEquals(0.9486081370449679, values.get("r2"), 1e-12);
  }

  /** For a least-squares fit R² is the square of the correlation; far from 0, to try the sums. */
  @Test
  void shouldAgreeWithCommonsMathFarFromZero() {
    SplittableRandom random = new SplittableRandom(3);
    SimpleRegression fit = new SimpleRegression();
    double[][] rows = new double[1000][2];
    for (double[] row : rows) {
      row[0] = random.nextDouble();
      row[1] = 1e6 + row[0] + random.nextDouble();
      fit.addData(row[0], row[1]);
    }
    RegressionMetrics metrics = new RegressionMetrics();
    for (double[] row : rows) {
      metrics.add(row[1], new double[] {fit.predict(row[0])}, 0, 0);
    }
    assertEquals(fit.getRSquare(), metrics.values().get("r2"), 1e-6);
    assertEquals(Math.sqrt(fit.getSumSquaredErrors() / 1000), metrics.values().get("rmse"), 1e-6);
  }

  @Test
  void shouldBeUndefinedOverNothing() {
    RegressionMetrics metrics = new RegressionMetrics();
    metrics.add(Double.NaN, new double[] {1}, 0, 0);
    assertEquals(Double.NaN, metrics.values().get("mae"));
    metrics.add(2, new double[] {1}, 0, 0);
    assertEquals(1, metrics.values().get("mae"));
    assertEquals(Double.NaN, metrics.values().get("r2"));
  }

  @Test
  void shouldSumSquaresWithinClusters() {
    ClusteringMetrics metrics = new ClusteringMetrics();
    metrics.add(Double.NaN, new double[] {3, 2.5}, 0, 0);
    metrics.add(1, new double[] {0, 4}, 0, 0);
    assertEquals(6.5, metrics.values().get("wcss"));
  }

  @Test
  void shouldRefuseToMergeOtherKinds() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new RegressionMetrics().merge(new ClusteringMetrics()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ClassificationMetrics(2, true).merge(new ClassificationMetrics(3, true)));
  }
}
