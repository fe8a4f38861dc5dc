package dev.millrace.ml.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.AdditiveModel;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.TestData;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.SparseBlock;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Loss;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.optim.Regularization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GradientLearnersTest {
  private static final int WIDTH = 4;
  private static final LinearRegression.Options PLAIN =
      LinearRegression.Options.defaults().withPreprocessing(Preprocessing.none());

  private static DenseBlock rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[count * WIDTH];
    double[] labels = new double[count];
    double[] weights = new double[count];
    for (int row = 0; row < count; row++) {
      for (int j = 0; j < WIDTH; j++) {
        values[row * WIDTH + j] = random.nextDouble() < 0.4 ? 0 : random.nextDouble() * 2 - 1;
      }
      labels[row] = 10 * values[row * WIDTH] + 10 * values[row * WIDTH + 1] + 2;
      weights[row] = 1 + random.nextInt(3);
    }
    return new DenseBlock(count, WIDTH, values, labels, weights);
  }

  private static SparseBlock sparse(DenseBlock block) {
    int[] starts = new int[block.rows() + 1];
    List<Integer> indices = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int row = 0; row < block.rows(); row++) {
      for (int j = 0; j < WIDTH; j++) {
        if (block.values()[row * WIDTH + j] != 0) {
          indices.add(j);
          values.add(block.values()[row * WIDTH + j]);
        }
      }
      starts[row + 1] = indices.size();
    }
    return new SparseBlock(
        block.rows(),
        WIDTH,
        starts,
        indices.stream().mapToInt(i -> i).toArray(),
        values.stream().mapToDouble(v -> v).toArray(),
        block.labels(),
        block.weights());
  }

  private static DenseBlock binary(DenseBlock block) {
    double[] labels = new double[block.rows()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = block.label(row) > 2 ? 1 : 0;
    }
    return new DenseBlock(block.rows(), WIDTH, block.values(), labels, block.weights());
  }

  @Test
  void shouldLearnSparseRowsAsDenseOnes() {
    DenseBlock block = rows(400, 1);
    LinearRegression dense = new LinearRegression(PLAIN);
    LinearRegression sparse = new LinearRegression(PLAIN);
    double[] expected = new double[400];
    double[] actual = new double[400];
    dense.testThenTrain(block, expected);
    sparse.testThenTrain(sparse(block), actual);
    assertArrayEquals(expected, actual, 1e-12);
    assertArrayEquals(dense.model().weights(), sparse.model().weights(), 1e-12);
  }

  @Test
  void shouldTakeBlocksOfTheOtherLayout() {
    DenseBlock block = rows(200, 2);
    LinearRegression mixed = new LinearRegression(LinearRegression.Options.defaults());
    LinearRegression same = new LinearRegression(LinearRegression.Options.defaults());
    mixed.learn(block);
    mixed.learn(sparse(rows(50, 3)));
    same.learn(block);
    same.learn(rows(50, 3));
    double[] expected = new double[200];
    double[] actual = new double[200];
    same.model().predict(block, expected);
    mixed.model().predict(sparse(block), actual);
    assertArrayEquals(expected, actual);
    LinearRegression other = new LinearRegression(LinearRegression.Options.defaults());
    LinearRegression all = new LinearRegression(LinearRegression.Options.defaults());
    other.learn(sparse(block));
    other.learn(rows(50, 3));
    all.learn(sparse(block));
    all.learn(sparse(rows(50, 3)));
    assertArrayEquals(all.model().weights(), other.model().weights());
  }

  @Test
  void shouldMultiplyTheGradientByRowAndClassWeights() {
    double[] x = {1, 0, 0, 0};
    LogisticRegression.Options options =
        LogisticRegression.Options.defaults()
            .withPreprocessing(Preprocessing.none())
            .withOptimizer(new Optimizer.Sgd(LearningRate.constant(0.1)))
            .withInterceptLearningRate(0.2)
            .withClassWeights(3, 7);
    for (int label = 0; label < 2; label++) {
      LogisticRegression learner = new LogisticRegression(options);
      learner.learn(new DenseBlock(1, WIDTH, x, new double[] {label}, new double[] {2}));
      double g = (0.5 - label) * 2 * (label == 1 ? 7 : 3);
      assertEquals(-0.1 * g, learner.model().weights()[0], 1e-15);
      assertEquals(-0.2 * g, learner.model().intercept(), 1e-15);
    }
  }

  @Test
  void shouldFindTheWeightsOfALinearStream() {
    DenseBlock block = rows(4000, 4);
    for (Loss loss : List.of(new Loss.Squared(), new Loss.Huber(1), new Loss.Absolute())) {
      LinearRegression learner =
          new LinearRegression(
              PLAIN
                  .withLoss(loss)
                  .withOptimizer(new Optimizer.AdaGrad(LearningRate.constant(1), 1e-8))
                  .withInterceptLearningRate(0.01));
      for (int pass = 0; pass < 3; pass++) {
        learner.learn(block);
      }
      assertArrayEquals(new double[] {10, 10, 0, 0}, learner.model().weights(), 0.2, "" + loss);
      assertEquals(2, learner.model().intercept(), 0.2, "" + loss);
    }
  }

  @Test
  void shouldEstimateAQuantile() {
    SplittableRandom random = new SplittableRandom(5);
    double[] labels = new double[40_000];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = random.nextDouble();
    }
    LinearRegression learner =
        new LinearRegression(
            PLAIN.withLoss(new Loss.Quantile(0.9)).withInterceptLearningRate(0.002));
    learner.learn(
        new DenseBlock(labels.length, 1, new double[labels.length], labels, TestData.ones(40_000)));
    assertEquals(0.9, learner.model().intercept(), 0.03);
  }

  @Test
  void shouldGiveWeightsOfExactlyZeroUnderL1() {
    DenseBlock block = rows(3000, 6);
    LinearRegression learner =
        new LinearRegression(
            PLAIN.withRegularization(Regularization.l1(0.3)).withInterceptLearningRate(0.05));
    learner.learn(block);
    double[] weights = learner.model().weights();
    assertEquals(0, weights[2]);
    assertEquals(0, weights[3]);
    assertTrue(weights[0] > 8);
  }

  /** One step along the mean gradient, with the scaler of the batches before. */
  @Test
  void shouldTakeOneStepABatch() {
    double rate = 0.3;
    LinearRegression.Options options =
        PLAIN
            .withOptimizer(new Optimizer.Sgd(LearningRate.constant(rate)))
            .withInterceptLearningRate(rate)
            .withRegularization(Regularization.l2(0.01));
    MiniBatchLinearRegression learner = new MiniBatchLinearRegression(options);
    double[] w = new double[WIDTH];
    double b = 0;
    for (long seed = 0; seed < 20; seed++) {
      DenseBlock block = rows(50, seed);
      double[] gradient = new double[WIDTH];
      double slope = 0;
      double total = 0;
      for (int row = 0; row < 50; row++) {
        double p = b;
        for (int j = 0; j < WIDTH; j++) {
          p += w[j] * block.values()[row * WIDTH + j];
        }
        double g = 2 * (p - block.label(row)) * block.weight(row);
        for (int j = 0; j < WIDTH; j++) {
          gradient[j] += g * block.values()[row * WIDTH + j];
        }
        slope += g;
        total += block.weight(row);
      }
      for (int j = 0; j < WIDTH; j++) {
        w[j] -= rate * (gradient[j] / total + 0.01 * w[j]);
      }
      b -= rate * slope / total;
      GradientSum sum = learner.accumulator(WIDTH);
      learner.accumulate(sum, TestData.slice(block, 0, 20));
      GradientSum other = learner.accumulator(WIDTH);
      learner.accumulate(other, sparse(TestData.slice(block, 20, 50)));
      learner.apply(learner.merge(sum, seed == 0 ? densePart(learner, block) : other));
      assertArrayEquals(w, learner.model().weights(), 1e-9);
      assertEquals(b, learner.model().intercept(), 1e-9);
    }
  }

  private static GradientSum densePart(MiniBatchLinearRegression learner, DenseBlock block) {
    GradientSum part = learner.accumulator(WIDTH);
    learner.accumulate(part, TestData.slice(block, 20, 50));
    return part;
  }

  /** y = 10 x1 + 10 x2, ten batches of 100, as in the tests of MLlib's streaming regression. */
  @Test
  void shouldConvergeInMiniBatches() {
    MiniBatchLogisticRegression classifier =
        new MiniBatchLogisticRegression(
            LogisticRegression.Options.defaults()
                .withOptimizer(new Optimizer.Sgd(LearningRate.constant(0.5))));
    MiniBatchLinearRegression regression =
        new MiniBatchLinearRegression(
            LinearRegression.Options.defaults()
                .withOptimizer(new Optimizer.Sgd(LearningRate.constant(0.3)))
                .withInterceptLearningRate(0.3));
    for (long seed = 0; seed < 60; seed++) {
      regression.learn(rows(100, seed));
      classifier.learn(binary(rows(100, seed)));
    }
    DenseBlock block = rows(500, 99);
    int right = 0;
    for (int row = 0; row < 500; row++) {
      double estimate = regression.model().predict(block.values(), row * WIDTH);
      assertEquals(block.label(row), estimate, 0.1);
      double p = classifier.model().probability(block.values(), row * WIDTH);
      right += (p > 0.5 ? 1 : 0) == binary(block).label(row) ? 1 : 0;
    }
    assertTrue(right > 475, right + " of 500");
  }

  @Test
  void shouldNameTheRowAndTheRemedyWhereAFeatureIsMissing() {
    DenseBlock block = rows(10, 7);
    block.values()[3 * WIDTH + 2] = Double.NaN;
    String message =
        assertThrows(LearnerException.class, () -> new LinearRegression(PLAIN).learn(block))
            .getMessage();
    assertTrue(message.contains("row 3") && message.contains("missing=mean"), message);
    LinearRegression imputing =
        new LinearRegression(
            LinearRegression.Options.defaults()
                .withPreprocessing(Preprocessing.standard().imputing()));
    imputing.learn(block);
    assertEquals(10, imputing.rowsLearned());
    double[] x = {Double.NaN, 0, 0, 0};
    assertTrue(Double.isFinite(imputing.model().predict(x, 0)));
  }

  @Test
  void shouldSayThatItDiverged() {
    LinearRegression learner =
        new LinearRegression(PLAIN.withOptimizer(new Optimizer.Sgd(LearningRate.constant(1e300))));
    DenseBlock block = rows(400, 8);
    String message =
        assertThrows(
                LearnerException.class,
                () -> {
                  for (int pass = 0; pass < 100; pass++) {
                    learner.learn(block);
                  }
                })
            .getMessage();
    assertTrue(message.contains("smaller learning rate"), message);
  }

  @Test
  void shouldRefuseLabelsThatAreNoClass() {
    LogisticRegression learner = new LogisticRegression(LogisticRegression.Options.defaults());
    String message =
        assertThrows(LearnerException.class, () -> learner.learn(rows(5, 9))).getMessage();
    assertTrue(message.contains("class 0 or 1"), message);
  }

  @Test
  void shouldRefuseOptionsThatMakeNoSense() {
    assertThrows(ConfigurationException.class, () -> PLAIN.withLoss(new Loss.Logistic()));
    assertThrows(ConfigurationException.class, () -> PLAIN.withInterceptLearningRate(-1));
    assertThrows(
        ConfigurationException.class,
        () ->
            PLAIN
                .withRegularization(Regularization.l1(1))
                .withOptimizer(new Optimizer.FtrlProximal()));
    assertThrows(
        ConfigurationException.class,
        () -> LogisticRegression.Options.defaults().withClassWeights(0, 1));
  }

  @Test
  void shouldTellWeightsByFeatureName() {
    LinearRegression learner = new LinearRegression(PLAIN);
    learner.learn(rows(100, 10));
    List<String> told = new ArrayList<>();
    learner
        .model()
        .describe(List.of("a", "b", "c", "d"), (name, value) -> told.add(name + " " + value));
    double[] w = learner.model().weights();
    assertEquals(
        List.of(
            "intercept " + learner.model().intercept(),
            "a " + w[0],
            "b " + w[1],
            "c " + w[2],
            "d " + w[3]),
        told);
  }

  @Test
  void shouldExplainAScoreByWhatEachFeatureAdds() {
    DenseBlock block = rows(300, 8);
    LinearRegression scaled = new LinearRegression(LinearRegression.Options.defaults());
    LogisticRegression logistic = new LogisticRegression(LogisticRegression.Options.defaults());
    LinearRegression sparse = new LinearRegression(LinearRegression.Options.defaults());
    scaled.learn(block);
    logistic.learn(binary(block));
    sparse.learn(sparse(block));
    for (int row = 0; row < 50; row++) {
      int at = row * WIDTH;
      LogisticModel odds = logistic.model();
      double p = odds.probability(block.values(), at);
      assertEquals(Math.log(p / (1 - p)), sum(odds, block.values(), at), 1e-9);
      for (LinearModel model : List.of(scaled.model(), sparse.model())) {
        assertEquals(model.predict(block.values(), at), sum(model, block.values(), at), 1e-12);
      }
    }
  }

  private static double sum(AdditiveModel model, double[] x, int at) {
    double[] contributions = new double[WIDTH];
    double intercept = model.contributions(0, x, at, contributions);
    return intercept + Arrays.stream(contributions).sum();
  }
}
