package dev.millrace.ml.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.ml.TestData;
import dev.millrace.ml.feature.Missing;
import dev.millrace.ml.instance.DenseBlock;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

/** Against batch solutions of the same rows. */
class RecursiveLeastSquaresTest {
  private static DenseBlock rows(int count, int width, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[count * width];
    double[] labels = new double[count];
    double[] weights = new double[count];
    for (int row = 0; row < count; row++) {
      for (int j = 0; j < width; j++) {
        values[row * width + j] = (random.nextDouble() - 0.3) * (j + 1);
        labels[row] += values[row * width + j] * (j % 3 - 1);
      }
      labels[row] += 4 + random.nextDouble();
      weights[row] = 0.5 + random.nextDouble();
    }
    return new DenseBlock(count, width, values, labels, weights);
  }

  private static LinearModel learn(RecursiveLeastSquares.Options options, DenseBlock block) {
    RecursiveLeastSquares learner = new RecursiveLeastSquares(options);
    for (int from = 0; from < block.rows(); from += 37) {
      learner.learn(TestData.slice(block, from, Math.min(block.rows(), from + 37)));
    }
    return learner.model();
  }

  /**
   * Intercept and weights of the rows scaled by the roots of their factors, by a QR of them all.
   */
  private static double[] batch(DenseBlock block, double[] factors, double ridge) {
    int width = block.features();
    int extra = ridge > 0 ? width : 0;
    double[][] x = new double[block.rows() + extra][width + 1];
    double[] y = new double[block.rows() + extra];
    for (int row = 0; row < block.rows(); row++) {
      double root = Math.sqrt(factors[row]);
      x[row][0] = root;
      for (int j = 0; j < width; j++) {
        x[row][j + 1] = root * block.values()[row * width + j];
      }
      y[row] = root * block.label(row);
    }
    for (int j = 0; j < extra; j++) {
      x[block.rows() + j][j + 1] = Math.sqrt(ridge);
    }
    return new QRDecomposition(new Array2DRowRealMatrix(x))
        .getSolver()
        .solve(new ArrayRealVector(y))
        .toArray();
  }

  private static void assertEqual(double[] expected, LinearModel model) {
    assertEquals(expected[0], model.intercept(), 1e-8 * Math.max(1, Math.abs(expected[0])));
    double[] weights = model.weights();
    for (int j = 0; j < weights.length; j++) {
      assertEquals(expected[j + 1], weights[j], 1e-8 * Math.max(1, Math.abs(expected[j + 1])));
    }
  }

  @Test
  void shouldEqualOrdinaryLeastSquares() {
    DenseBlock block = rows(2000, 12, 1);
    DenseBlock unweighted =
        new DenseBlock(2000, 12, block.values(), block.labels(), TestData.ones(2000));
    OLSMultipleLinearRegression ols = new OLSMultipleLinearRegression();
    double[][] x = new double[2000][];
    for (int row = 0; row < 2000; row++) {
      x[row] = Arrays.copyOfRange(block.values(), row * 12, row * 12 + 12);
    }
    ols.newSampleData(block.labels(), x);
    assertEqual(
        ols.estimateRegressionParameters(),
        learn(RecursiveLeastSquares.Options.defaults(), unweighted));
  }

  @Test
  void shouldEqualLeastSquaresOnIllConditionedRows() {
    DenseBlock block = TestData.trumpApproval();
    assertEqual(
        batch(block, block.weights(), 0), learn(RecursiveLeastSquares.Options.defaults(), block));
  }

  @Test
  void shouldEqualWeightedRidgeRegression() {
    DenseBlock block = rows(500, 8, 2);
    assertEqual(
        batch(block, block.weights(), 3),
        learn(RecursiveLeastSquares.Options.defaults().withRidge(3), block));
  }

  @Test
  void shouldEqualDiscountedLeastSquares() {
    DenseBlock block = rows(800, 6, 3);
    double[] factors = new double[800];
    for (int row = 0; row < 800; row++) {
      factors[row] = block.weight(row) * Math.pow(0.99, 799 - row);
    }
    assertEqual(
        batch(block, factors, 0),
        learn(RecursiveLeastSquares.Options.defaults().withForgetting(0.99), block));
  }

  /** The recursion of the textbooks, on the inverse covariance matrix. */
  @Test
  void shouldPredictAsTheTextbookRecursionDoes() {
    int width = 5;
    DenseBlock block = rows(300, width, 4);
    double ridge = 0.5;
    double forgetting = 0.98;
    DMatrixRMaj p = CommonOps_DDRM.identity(width + 1);
    CommonOps_DDRM.scale(1 / ridge, p);
    p.set(0, 0, 1e9);
    DMatrixRMaj w = new DMatrixRMaj(width + 1, 1);
    DMatrixRMaj x = new DMatrixRMaj(width + 1, 1);
    DMatrixRMaj px = new DMatrixRMaj(width + 1, 1);
    double[] expected = new double[block.rows()];
    for (int row = 0; row < block.rows(); row++) {
      x.set(0, 0, 1);
      System.arraycopy(block.values(), row * width, x.data, 1, width);
      expected[row] = CommonOps_DDRM.dot(x, w);
      CommonOps_DDRM.mult(p, x, px);
      double gain = 1 / (forgetting / block.weight(row) + CommonOps_DDRM.dot(x, px));
      CommonOps_DDRM.addEquals(w, gain * (block.label(row) - expected[row]), px);
      CommonOps_DDRM.multAddTransB(-gain, px, px, p);
      CommonOps_DDRM.scale(1 / forgetting, p);
    }
    double[] actual = new double[block.rows()];
    new RecursiveLeastSquares(
            RecursiveLeastSquares.Options.defaults().withForgetting(forgetting).withRidge(ridge))
        .testThenTrain(block, actual);
    assertArrayEquals(expected, actual, 1e-4);
  }

  @Test
  void shouldPutTheMeanSoFarInThePlaceOfWhatIsMissing() {
    DenseBlock holes = rows(300, 3, 9);
    DenseBlock filled = rows(300, 3, 9);
    TestData.makeHoles(holes, filled);
    double[] expected = new double[300];
    double[] actual = new double[300];
    RecursiveLeastSquares.Options options = RecursiveLeastSquares.Options.defaults().withRidge(1);
    new RecursiveLeastSquares(options).testThenTrain(filled, expected);
    RecursiveLeastSquares learner = new RecursiveLeastSquares(options.withMissing(Missing.MEAN));
    learner.testThenTrain(holes, actual);
    assertArrayEquals(expected, actual, 1e-9);
    assertTrue(
        Double.isFinite(learner.model().predict(new double[] {Double.NaN, 1, 2}, 0)), "no number");
  }

  @Test
  void shouldLeaveOutWhatDependsOnOtherFeatures() {
    SplittableRandom random = new SplittableRandom(6);
    double[] values = new double[4 * 5000];
    double[] labels = new double[5000];
    for (int row = 0; row < 5000; row++) {
      boolean first = random.nextBoolean();
      values[4 * row] = first ? 1 : 0;
      values[4 * row + 1] = first ? 0 : 1;
      values[4 * row + 2] = random.nextDouble();
      values[4 * row + 3] = 2 * values[4 * row + 2] - 3 * values[4 * row];
      labels[row] = (first ? 5 : 7) + 3 * values[4 * row + 2];
    }
    DenseBlock block = new DenseBlock(5000, 4, values, labels, TestData.ones(5000));
    LinearModel model = learn(RecursiveLeastSquares.Options.defaults(), block);
    assertEquals(7, model.intercept(), 1e-9);
    assertArrayEquals(new double[] {-2, 0, 3, 0}, model.weights(), 1e-9);
  }

  @Test
  void shouldNotBlowUpWhereFeaturesStopVarying() {
    DenseBlock block = rows(200, 3, 7);
    RecursiveLeastSquares learner =
        new RecursiveLeastSquares(RecursiveLeastSquares.Options.defaults().withForgetting(0.9));
    learner.learn(block);
    double[] still = new double[3 * 50_000];
    Arrays.fill(still, 1);
    double[] labels = new double[50_000];
    Arrays.fill(labels, 5);
    learner.learn(new DenseBlock(50_000, 3, still, labels, TestData.ones(50_000)));
    assertEquals(5, learner.model().predict(new double[] {1, 1, 1}, 0), 1e-9);
    assertTrue(Math.abs(learner.model().predict(new double[] {2, 0, 1}, 0)) < 1e3);
  }

  @Test
  void shouldStartWithTheMean() {
    DenseBlock block = rows(3, 4, 8);
    double[] out = new double[3];
    new RecursiveLeastSquares(RecursiveLeastSquares.Options.defaults()).testThenTrain(block, out);
    assertEquals(0, out[0]);
    assertEquals(block.label(0), out[1], 1e-12);
  }
}
