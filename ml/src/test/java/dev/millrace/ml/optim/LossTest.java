package dev.millrace.ml.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossTest {
  private static final List<Loss> LOSSES =
      List.of(
          new Loss.Squared(),
          new Loss.Absolute(),
          new Loss.Huber(0.7),
          new Loss.Quantile(0.9),
          new Loss.Logistic());

  @Test
  void shouldHaveTheDerivativeOfTheValueAsGradient() {
    for (Loss loss : LOSSES) {
      for (double p = -3.05; p < 3; p += 0.1) {
        for (double y : new double[] {0, 1}) {
          double slope = (loss.value(p + 1e-6, y) - loss.value(p - 1e-6, y)) / 2e-6;
          assertEquals(slope, loss.gradient(p, y), 1e-6, loss + " at " + p + ", " + y);
        }
      }
    }
  }

  @Test
  void shouldStayFiniteFarOut() {
    for (Loss loss : LOSSES) {
      for (double p : new double[] {-1000, 1000}) {
        for (double y : new double[] {0, 1}) {
          assertTrue(Double.isFinite(loss.value(p, y)), loss.toString());
          assertTrue(Double.isFinite(loss.gradient(p, y)), loss.toString());
        }
      }
    }
  }

  @Test
  void shouldHaveNoSlopeAtTheKink() {
    assertEquals(0, new Loss.Absolute().gradient(2, 2));
    assertEquals(0, new Loss.Quantile(0.3).gradient(2, 2));
  }

  @Test
  void shouldRefuseParametersOutOfRange() {
    assertThrows(ConfigurationException.class, () -> new Loss.Huber(0));
    assertThrows(ConfigurationException.class, () -> new Loss.Quantile(1));
    assertThrows(ConfigurationException.class, () -> new Loss.Quantile(Double.NaN));
  }

  @Test
  void shouldGiveSchedules() {
    assertEquals(0.5, LearningRate.constant(0.5).at(100));
    assertEquals(0.5 / 10, LearningRate.inverseScaling(0.5, 0.5).at(99), 1e-15);
    LearningRate optimal = LearningRate.optimal(1e-4, new Loss.Logistic());
    double typical = Math.sqrt(1 / Math.sqrt(1e-4));
    assertEquals(typical, optimal.at(0), 1e-9);
    assertEquals(1 / (1e-4 * (1 / (typical * 1e-4) + 1000)), optimal.at(1000), 1e-12);
    assertEquals(optimal.at(7) / optimal.at(0), optimal.shape(7), 1e-15);
    assertThrows(ConfigurationException.class, () -> LearningRate.constant(-1));
  }
}
