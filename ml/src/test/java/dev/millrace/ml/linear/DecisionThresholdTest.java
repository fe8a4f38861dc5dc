package dev.millrace.ml.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.LearnerException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DecisionThresholdTest {
  private static final double NEVER = Double.POSITIVE_INFINITY;

  private static DecisionThreshold threshold(double miss, double falseAlarm, double halfLife) {
    return new DecisionThreshold(new DecisionThreshold.Options(miss, falseAlarm, halfLife));
  }

  private static double score(SplittableRandom random, boolean positive) {
    double z = (positive ? -3 : -6) + 2 * random.nextDouble() - random.nextDouble();
    return 1 / (1 + Math.exp(-z));
  }

  private static double cost(double[] scores, boolean[] positive, double threshold) {
    double cost = 0;
    for (int i = 0; i < scores.length; i++) {
      boolean alarm = scores[i] > threshold;
      cost += positive[i] && !alarm ? 50 : !positive[i] && alarm ? 1 : 0;
    }
    return cost;
  }

  @Test
  void shouldStartAtTheBestThresholdForCalibratedProbabilities() {
    assertEquals(0.5, threshold(1, 1, NEVER).threshold(), 0.01);
    assertEquals(1.0 / 101, threshold(100, 1, NEVER).threshold(), 3e-4);
    assertEquals(0.9, threshold(1, 9, NEVER).threshold(), 0.01);
  }

  @Test
  void shouldCostNoMoreThanTheBestOfAllThresholds() {
    SplittableRandom random = new SplittableRandom(1);
    DecisionThreshold threshold = threshold(50, 1, NEVER);
    double[] scores = new double[4000];
    boolean[] positive = new boolean[scores.length];
    for (int i = 0; i < scores.length; i++) {
      positive[i] = random.nextDouble() < 0.05;
      scores[i] = score(random, positive[i]);
      threshold.learn(scores[i], positive[i], 1);
    }
    double best = Double.POSITIVE_INFINITY;
    for (double candidate : scores) {
      best = Math.min(best, cost(scores, positive, candidate));
    }
    double found = cost(scores, positive, threshold.threshold());
    assertTrue(found <= best * 1.03, found + " where " + best + " is possible");
    assertTrue(cost(scores, positive, 0.5) > 2 * best);
  }

  @Test
  void shouldAlarmAboveTheThreshold() {
    SplittableRandom random = new SplittableRandom(2);
    DecisionThreshold threshold = threshold(50, 1, NEVER);
    for (int i = 0; i < 500; i++) {
      boolean positive = random.nextDouble() < 0.1;
      double score = score(random, positive);
      if (Math.abs(score - threshold.threshold()) > 1e-12) {
        assertEquals(score > threshold.threshold(), threshold.exceeded(score));
      }
      threshold.learn(score, positive, 1);
    }
  }

  @Test
  void shouldForgetWithItsHalfLife() {
    DecisionThreshold threshold = threshold(1, 1, 50);
    for (int i = 0; i < 100_000; i++) {
      threshold.learn(0.2, true, 1);
      threshold.learn(0.1, false, 1);
    }
    assertTrue(threshold.threshold() > 0.1 && threshold.threshold() < 0.2);
    for (int i = 0; i < 500; i++) {
      threshold.learn(0.8, true, 1);
      threshold.learn(0.7, false, 1);
    }
    assertTrue(threshold.threshold() > 0.7 && threshold.threshold() < 0.8);
  }

  @Test
  void shouldGoOnAfterRestoring() {
    SplittableRandom random = new SplittableRandom(3);
    DecisionThreshold before = threshold(20, 1, 100);
    for (int i = 0; i < 1000; i++) {
      boolean positive = random.nextDouble() < 0.2;
      before.learn(score(random, positive), positive, 1);
    }
    DecisionThreshold after = threshold(20, 1, 100);
    after.restore(StateReader.of("threshold", bytes(before)));
    assertArrayEquals(bytes(before), bytes(after));
    for (int i = 0; i < 1000; i++) {
      boolean positive = random.nextDouble() < 0.2;
      double score = score(random, positive);
      before.learn(score, positive, 1);
      after.learn(score, positive, 1);
      assertEquals(before.threshold(), after.threshold());
    }
  }

  private static byte[] bytes(DecisionThreshold threshold) {
    StateWriter out = new StateWriter();
    threshold.save(out);
    return out.toBytes();
  }

  @Test
  void shouldTakeTheExtremesAndRefuseTheRest() {
    DecisionThreshold threshold = threshold(1, 1, NEVER);
    threshold.learn(0, false, 1);
    threshold.learn(1, true, 1);
    assertThrows(LearnerException.class, () -> threshold.learn(Double.NaN, true, 1));
    assertThrows(LearnerException.class, () -> threshold.exceeded(1.5));
    assertEquals(2, threshold.rowsLearned());
  }
}
