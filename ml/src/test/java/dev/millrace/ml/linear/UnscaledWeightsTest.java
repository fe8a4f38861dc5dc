package dev.millrace.ml.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnscaledWeightsTest {
  private static final int ROWS = 500;
  private static final double[][] UNITS = {{1000, 30}, {-2, 0.01}, {0, 5}};

  static Stream<Preprocessing> preprocessings() {
    return Stream.of(
        Preprocessing.none(),
        Preprocessing.standard(),
        Preprocessing.none().imputing(),
        Preprocessing.standard().imputing());
  }

  @ParameterizedTest
  @MethodSource("preprocessings")
  void shouldScoreDenseRowsAsTheModelDoes(Preprocessing preprocessing) {
    shouldScoreAsTheModelDoes(preprocessing, dense());
  }

  @ParameterizedTest
  @MethodSource("preprocessings")
  void shouldScoreSparseRowsAsTheModelDoes(Preprocessing preprocessing) {
    DenseBlock dense = dense();
    int[] starts = IntStream.rangeClosed(0, ROWS).map(row -> row * UNITS.length).toArray();
    int[] indices = IntStream.range(0, ROWS * UNITS.length).map(i -> i % UNITS.length).toArray();
    shouldScoreAsTheModelDoes(
        preprocessing,
        new SparseBlock(
            ROWS, UNITS.length, starts, indices, dense.values(), dense.labels(), dense.weights()));
  }

  private static void shouldScoreAsTheModelDoes(Preprocessing preprocessing, InstanceBlock block) {
    LinearRegression learner =
        new LinearRegression(
            LinearRegression.Options.defaults()
                .withLoss(new dev.millrace.ml.optim.Loss.Absolute())
                .withPreprocessing(preprocessing));
    learner.learn(block);
    LinearModel model = learner.model();
    UnscaledWeights unscaled = model.unscaled();
    double[] x = dense().values();
    for (int at = 0; at < x.length; at += UNITS.length) {
      double score = unscaled.intercept();
      for (int j = 0; j < UNITS.length; j++) {
        score += unscaled.coefficients()[j] * x[at + j];
      }
      double expected = model.predict(x, at);
      assertEquals(expected, score, 1e-12 * Math.max(1, Math.abs(expected)));
    }
  }

  @Test
  void shouldBeEmptyBeforeTheFirstRow() {
    LinearRegression learner = new LinearRegression(LinearRegression.Options.defaults());
    assertEquals(0, learner.model().unscaled().coefficients().length);
  }

  private static DenseBlock dense() {
    Random random = new Random(5);
    double[] x = new double[ROWS * UNITS.length];
    double[] y = new double[ROWS];
    double[] weights = new double[ROWS];
    Arrays.fill(weights, 1);
    for (int row = 0; row < ROWS; row++) {
      for (int j = 0; j < UNITS.length; j++) {
        double z = random.nextGaussian();
        x[row * UNITS.length + j] = UNITS[j][0] + UNITS[j][1] * z;
        y[row] += (j + 1) * z;
      }
    }
    return new DenseBlock(ROWS, UNITS.length, x, y, weights);
  }
}
