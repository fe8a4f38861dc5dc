package dev.millrace.ml.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.TestData;
import dev.millrace.ml.baseline.LastClass;
import dev.millrace.ml.baseline.RunningMean;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.linear.LinearRegression;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrequentialEvaluationTest {
  /** river 0.22: standard scaling, linear SGD 0.01, intercept 0.1: MAE 0.558735. */
  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1001})
  void shouldGiveThePublishedFigureOfTrumpApproval(int rowsInBlock) {
    DenseBlock data = TestData.trumpApproval();
    PrequentialEvaluation evaluation =
        PrequentialEvaluation.of(EvaluationMode.PER_ROW, 100)
            .learner(
                "linear",
                new LinearRegression(
                    LinearRegression.Options.defaults()
                        .withOptimizer(new Optimizer.Sgd(LearningRate.constant(0.01)))
                        .withInterceptLearningRate(0.1)))
            .learner("mean", new RunningMean());
    feed(evaluation, data, rowsInBlock);
    PrequentialReport report = evaluation.report();
    assertEquals(1001, report.rows());
    assertEquals(0.558735, report.learner("linear").cumulative().get("mae"), 1e-6);
    double sum = 0;
    double error = 0;
    for (int i = 0; i < data.rows(); i++) {
      error += Math.abs(data.label(i) - (i == 0 ? 0 : sum / i));
      sum += data.label(i);
    }
    assertEquals(error / 1001, report.learner("mean").cumulative().get("mae"), 1e-9);
  }

  @Test
  void shouldSlideOverTheLastRows() {
    DenseBlock data = TestData.slice(TestData.elec2(), 0, 1000);
    PrequentialEvaluation evaluation =
        PrequentialEvaluation.of(EvaluationMode.PER_ROW, 300).learner("last", new LastClass(2));
    feed(evaluation, data, 70);
    int hits = 0;
    for (int i = 700; i < 1000; i++) {
      hits += data.label(i) == data.label(i - 1) ? 1 : 0;
    }
    Map<String, Double> sliding = evaluation.report().learner("last").sliding();
    assertEquals(hits / 300.0, sliding.get("accuracy"), 1e-12);
    assertEquals(0, sliding.get("kappaTemporal"), 1e-12);
  }

  @Test
  void shouldGoOnAfterRestoring() {
    DenseBlock data = TestData.slice(TestData.elec2(), 0, 2000);
    PrequentialEvaluation whole = logistic();
    feed(whole, data, 100);
    PrequentialEvaluation first = logistic();
    feed(first, TestData.slice(data, 0, 1000), 100);
    PrequentialEvaluation second = logistic();
    second.restore(StateReader.of("evaluation", save(first)));
    feed(second, TestData.slice(data, 1000, 2000), 100);
    assertArrayEquals(save(whole), save(second));
    assertEquals(19, second.report().batchId());
  }

  @Test
  void shouldRefuseNamesThatAreTaken() {
    assertThrows(
        ConfigurationException.class, () -> logistic().learner("logistic", new LastClass(2)));
    assertThrows(
        IllegalArgumentException.class, () -> logistic().report().learner("somebody else"));
  }

  private static PrequentialEvaluation logistic() {
    return PrequentialEvaluation.of(EvaluationMode.PER_BATCH, 300)
        .learner("logistic", new LogisticRegression(LogisticRegression.Options.defaults()));
  }

  private static void feed(PrequentialEvaluation evaluation, DenseBlock data, int rows) {
    for (int from = 0; from < data.rows(); from += rows) {
      evaluation.add(TestData.slice(data, from, Math.min(data.rows(), from + rows)));
    }
  }

  private static byte[] save(PrequentialEvaluation evaluation) {
    StateWriter out = new StateWriter();
    evaluation.save(out);
    return out.toBytes();
  }
}
