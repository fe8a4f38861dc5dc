package dev.millrace.ml.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Each optimizer against its formula, one weight at a time. */
class WeightUpdateTest {
  private static final int STEPS = 40;
  private static final int WIDTH = 5;

  private interface Formula {
    /** The weight after the step, from the weight before it. */
    double step(double w, double g, int t);
  }

  private static double[][] gradients() {
    SplittableRandom random = new SplittableRandom(3);
    double[][] gradients = new double[STEPS][WIDTH];
    for (double[] row : gradients) {
      for (int j = 0; j < WIDTH; j++) {
        row[j] = random.nextDouble() * 4 - 2;
      }
    }
    return gradients;
  }

  private static double[] run(Optimizer optimizer, double l2) {
    WeightUpdate update = optimizer.start(WIDTH);
    double[] w = new double[WIDTH];
    double[][] z = gradients();
    for (int t = 0; t < STEPS; t++) {
      update.dense(w, 0.5, z[t], 0, l2, t);
    }
    return w;
  }

  private static void check(Optimizer optimizer, Supplier<Formula> formulas) {
    double[] w = run(optimizer, 0.03);
    double[][] z = gradients();
    for (int j = 0; j < WIDTH; j++) {
      Formula formula = formulas.get();
      double expected = 0;
      for (int t = 0; t < STEPS; t++) {
        expected = formula.step(expected, 0.5 * z[t][j] + 0.03 * expected, t);
      }
      assertEquals(expected, w[j], 1e-12, optimizer + ", weight " + j);
    }
  }

  @Test
  void shouldDescendPlainly() {
    check(new Optimizer.Sgd(LearningRate.constant(0.2)), () -> (w, g, t) -> w - 0.2 * g);
    check(
        new Optimizer.Sgd(LearningRate.inverseScaling(0.2, 1)),
        () -> (w, g, t) -> w - 0.2 / (t + 1) * g);
  }

  @Test
  void shouldKeepMomentum() {
    check(
        new Optimizer.Momentum(LearningRate.constant(0.1), 0.8),
        () -> {
          double[] v = new double[1];
          return (w, g, t) -> {
            v[0] = 0.8 * v[0] + 0.1 * g;
            return w - v[0];
          };
        });
    check(
        new Optimizer.Nesterov(LearningRate.constant(0.1), 0.8),
        () -> {
          double[] v = new double[1];
          return (w, g, t) -> {
            v[0] = 0.8 * v[0] + 0.1 * g;
            return w - 0.8 * v[0] - 0.1 * g;
          };
        });
  }

  @Test
  void shouldAdaptRatesBySquaredGradients() {
    check(
        new Optimizer.AdaGrad(LearningRate.constant(0.1), 1e-6),
        () -> {
          double[] s = new double[1];
          return (w, g, t) -> {
            s[0] += g * g;
            return w - 0.1 / Math.sqrt(s[0] + 1e-6) * g;
          };
        });
    check(
        new Optimizer.RmsProp(LearningRate.constant(0.1), 0.7, 1e-6),
        () -> {
          double[] s = new double[1];
          return (w, g, t) -> {
            s[0] = 0.7 * s[0] + 0.3 * g * g;
            return w - 0.1 / Math.sqrt(s[0] + 1e-6) * g;
          };
        });
    check(
        new Optimizer.Adam(LearningRate.constant(0.1), 0.8, 0.95, 1e-6),
        () -> {
          double[] m = new double[1];
          double[] s = new double[1];
          return (w, g, t) -> {
            m[0] = 0.8 * m[0] + 0.2 * g;
            s[0] = 0.95 * s[0] + 0.05 * g * g;
            double unbiased = m[0] / (1 - Math.pow(0.8, t + 1));
            double square = s[0] / (1 - Math.pow(0.95, t + 1));
            return w - 0.1 * unbiased / (Math.sqrt(square) + 1e-6);
          };
        });
  }

  /** Algorithm 1 of McMahan et al.: weights are made from z and n before each row. */
  @Test
  void shouldFollowTheRegularizedLeader() {
    double alpha = 0.3;
    double beta = 0.7;
    double l1 = 0.4;
    double l2 = 0.2;
    double[] w = run(new Optimizer.FtrlProximal(alpha, beta, l1, l2), 0);
    double[][] gradients = gradients();
    for (int j = 0; j < WIDTH; j++) {
      double z = 0;
      double n = 0;
      for (double[] row : gradients) {
        double before = ftrlWeight(z, n, alpha, beta, l1, l2);
        double g = 0.5 * row[j];
        double sigma = (Math.sqrt(n + g * g) - Math.sqrt(n)) / alpha;
        z += g - sigma * before;
        n += g * g;
      }
      assertEquals(ftrlWeight(z, n, alpha, beta, l1, l2), w[j], 1e-12);
    }
  }

  private static double ftrlWeight(
      double z, double n, double alpha, double beta, double l1, double l2) {
    return Math.abs(z) <= l1
        ? 0
        : -1 / ((beta + Math.sqrt(n)) / alpha + l2) * (z - Math.signum(z) * l1);
  }

  @Test
  void shouldStepSparseRowsAsDenseOnes() {
    for (Optimizer optimizer :
        List.of(
            new Optimizer.Sgd(),
            new Optimizer.Momentum(),
            new Optimizer.Nesterov(),
            new Optimizer.AdaGrad(),
            new Optimizer.RmsProp(),
            new Optimizer.Adam(),
            new Optimizer.FtrlProximal())) {
      WeightUpdate update = optimizer.start(WIDTH);
      double[] w = new double[WIDTH];
      double[][] z = gradients();
      for (int t = 0; t < STEPS; t++) {
        update.sparse(w, 0.5, new int[] {9, 0, 1, 2, 3, 4}, 1, z[t], 0, WIDTH, 0.03, t);
      }
      assertArrayEquals(run(optimizer, 0.03), w, optimizer.toString());
    }
  }

  /** Tsuruoka's APPLYPENALTY, one weight at a time. */
  @Test
  void shouldDrawWeightsToZeroCumulatively() {
    double[] w = new double[WIDTH];
    CumulativePenalty penalty = new CumulativePenalty(0.6, WIDTH);
    double[] expected = new double[WIDTH];
    double[] q = new double[WIDTH];
    double u = 0;
    int zeros = 0;
    for (double[] row : gradients()) {
      for (int j = 0; j < WIDTH; j++) {
        w[j] -= 0.1 * row[j];
        expected[j] -= 0.1 * row[j];
      }
      penalty.dense(w, 0.1);
      u += 0.6 * 0.1;
      for (int j = 0; j < WIDTH; j++) {
        double z = expected[j];
        if (z > 0) {
          expected[j] = Math.max(0, z - (u + q[j]));
        } else if (z < 0) {
          expected[j] = Math.min(0, z + (u - q[j]));
        }
        q[j] += expected[j] - z;
        zeros += expected[j] == 0 ? 1 : 0;
      }
      assertArrayEquals(expected, w, 1e-15);
    }
    assertTrue(zeros > WIDTH);
  }

  @Test
  void shouldRefuseParametersOutOfRange() {
    LearningRate rate = LearningRate.constant(0.1);
    assertThrows(ConfigurationException.class, () -> new Optimizer.Momentum(rate, 1));
    assertThrows(ConfigurationException.class, () -> new Optimizer.AdaGrad(rate, 0));
    assertThrows(ConfigurationException.class, () -> new Optimizer.Adam(rate, 0.9, -0.1, 1e-8));
    assertThrows(ConfigurationException.class, () -> new Optimizer.FtrlProximal(0, 1, 0, 0));
    assertThrows(ConfigurationException.class, () -> new Regularization(-1, 0));
  }
}
