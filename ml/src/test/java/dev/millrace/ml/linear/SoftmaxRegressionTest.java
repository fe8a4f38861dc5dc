package dev.millrace.ml.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.Classifier;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.linear.SoftmaxRegression.Options;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.optim.Regularization;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SoftmaxRegressionTest {
  private static final int WIDTH = 3;

  private static DenseBlock rows(int count, int classes) {
    SplittableRandom random = new SplittableRandom(11);
    double[] values = new double[count * WIDTH];
    double[] labels = new double[count];
    double[] weights = new double[count];
    for (int row = 0; row < count; row++) {
      labels[row] = random.nextInt(classes);
      weights[row] = 1 + random.nextInt(2);
      for (int j = 0; j < WIDTH; j++) {
        values[row * WIDTH + j] = random.nextDouble() + (labels[row] == j ? 1 : 0);
      }
    }
    return new DenseBlock(count, WIDTH, values, labels, weights);
  }

  /** The definition, with plain loops: e to the score by the sum, one gradient step a row. */
  @Test
  void shouldPredictAndLearnWhatTheDefinitionSays() {
    for (int classes : new int[] {2, 3, 5}) {
      DenseBlock block = rows(200, classes);
      SoftmaxRegression learner =
          new SoftmaxRegression(
              Options.of(classes)
                  .withOptimizer(new Optimizer.Sgd(LearningRate.inverseScaling(0.3, 0.5)))
                  .withInterceptLearningRate(0.2)
                  .withRegularization(Regularization.l2(0.01))
                  .withPreprocessing(Preprocessing.none()));
      int outputs = classes == 2 ? 1 : classes;
      double[] told = new double[block.rows() * outputs];
      learner.testThenTrain(block, told);

      double[][] w = new double[classes][WIDTH];
      double[] b = new double[classes];
      for (int row = 0; row < block.rows(); row++) {
        double[] odds = new double[classes];
        double sum = 0;
        for (int k = 0; k < classes; k++) {
          double score = b[k];
          for (int j = 0; j < WIDTH; j++) {
            score += w[k][j] * block.values()[row * WIDTH + j];
          }
          odds[k] = Math.exp(score);
          sum += odds[k];
        }
        double shape = 1 / Math.sqrt(row + 1.0);
        for (int k = 0; k < classes; k++) {
          double p = odds[k] / sum;
          if (classes > 2 || k == 1) {
            assertEquals(p, told[classes > 2 ? row * classes + k : row], 1e-12);
          }
          double g = (p - (block.label(row) == k ? 1 : 0)) * block.weight(row);
          b[k] -= 0.2 * shape * g;
          for (int j = 0; j < WIDTH; j++) {
            w[k][j] -= 0.3 * shape * (g * block.values()[row * WIDTH + j] + 0.01 * w[k][j]);
          }
        }
      }
      for (int k = 0; k < classes; k++) {
        assertArrayEquals(w[k], learner.model().weights(k), 1e-12);
        assertEquals(b[k], learner.model().intercept(k), 1e-12);
      }
    }
  }

  @Test
  void shouldTellThreeClassesApart() {
    DenseBlock block = rows(3_000, 3);
    SoftmaxRegression learner = new SoftmaxRegression(Options.of(3));
    double[] out = new double[block.rows() * 3];
    learner.testThenTrain(block, out);
    int right = 0;
    for (int row = 2_000; row < 3_000; row++) {
      right += Classifier.decide(out, row * 3, 3) == block.label(row) ? 1 : 0;
    }
    assertTrue(right > 900, right + " of the last 1,000");
  }

  @Test
  void shouldRefuseOtherLabels() {
    SoftmaxRegression learner = new SoftmaxRegression(Options.of(3));
    DenseBlock block = new DenseBlock(1, 1, new double[] {1}, new double[] {3}, new double[] {1});
    String message = assertThrows(LearnerException.class, () -> learner.learn(block)).getMessage();
    assertTrue(message.contains("expected a class from 0 to 2 as label, got 3.0"), message);
    assertThrows(ConfigurationException.class, () -> Options.of(1));
  }

  @Test
  void shouldRefuseStateOfMoreOrFewerClasses() {
    SoftmaxRegression four = new SoftmaxRegression(Options.of(4));
    four.learn(rows(10, 4));
    StateWriter state = new StateWriter();
    four.save(state);
    for (int classes : new int[] {3, 5}) {
      String message =
          assertThrows(
                  CheckpointException.class,
                  () ->
                      new SoftmaxRegression(Options.of(classes))
                          .restore(StateReader.of("calls", state.toBytes())))
              .getMessage();
      assertTrue(
          message.contains("'calls/learned' tells 4 classes apart, expected " + classes), message);
    }
    SoftmaxRegression same = new SoftmaxRegression(Options.of(4));
    same.restore(StateReader.of("calls", state.toBytes()));
    assertArrayEquals(four.model().weights(3), same.model().weights(3));
  }

  @Test
  void shouldBeMadeFromTextAndNamedWhereTwoClassesAreExpected() {
    Schema schema = new Schema(List.of("a", "b"), List.of("x", "y", "z"), false);
    assertEquals(
        Options.of(3).withOptimizer(new Optimizer.Sgd(LearningRate.constant(0.1))),
        ((SoftmaxRegression)
                LearnerCatalog.create("softmax-regression:learningRate=0.1", schema, 1))
            .options());
    String message =
        assertThrows(
                ConfigurationException.class,
                () -> LearnerCatalog.create("logistic-regression", schema, 1))
            .getMessage();
    assertEquals(
        "learner logistic-regression: tells two classes apart, but the target has 3;"
            + " softmax-regression tells any number apart",
        message);
  }
}
