package dev.millrace.ml.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.ml.LearnerException;
import dev.millrace.ml.SequentialLearner;
import dev.millrace.ml.instance.DenseBlock;
import org.junit.jupiter.api.Test;

class BaselinesTest {
  private static final double NONE = Double.NaN;

  private static double[] run(SequentialLearner<?> learner, double[] labels, double... weights) {
    double[] w = weights.length > 0 ? weights : new double[] {1, 1, 1, 1, 1};
    double[] out = new double[labels.length * learner.outputs(1)];
    learner.testThenTrain(
        new DenseBlock(labels.length, 1, new double[labels.length], labels, w), out);
    return out;
  }

  @Test
  void shouldGiveFrequenciesOfTwoClasses() {
    assertArrayEquals(
        new double[] {0.5, 1, 0.5, 0.5, 2.0 / 3},
        run(new MajorityClass(2), new double[] {1, 0, NONE, 1, 0}),
        1e-15);
    assertArrayEquals(
        new double[] {0.5, 1, 0.75},
        run(new MajorityClass(2), new double[] {1, 0, 0}, 3, 1, 1),
        1e-15);
  }

  @Test
  void shouldGiveFrequenciesOfManyClasses() {
    double third = 1.0 / 3;
    assertArrayEquals(
        new double[] {third, third, third, 0, 0, 1, 0.5, 0, 0.5},
        run(new MajorityClass(3), new double[] {2, 0, 2}),
        1e-15);
  }

  @Test
  void shouldNameTheLastClass() {
    assertArrayEquals(
        new double[] {0, 1, 0, 0, 1}, run(new LastClass(2), new double[] {1, 0, NONE, 1, 1}));
    assertArrayEquals(new double[] {1, 0, 0, 0, 0, 1}, run(new LastClass(3), new double[] {2, 1}));
  }

  @Test
  void shouldEstimateByMeanAndLastValue() {
    assertArrayEquals(
        new double[] {0, 4, 5, 5, 4},
        run(new RunningMean(), new double[] {4, 6, NONE, 2, 1}),
        1e-15);
    assertArrayEquals(
        new double[] {0, 4, 5}, run(new RunningMean(), new double[] {4, 8, 1}, 3, 1, 1), 1e-15);
    assertArrayEquals(
        new double[] {0, 4, 6, 6, 2}, run(new LastValue(), new double[] {4, 6, NONE, 2, 1}));
  }

  @Test
  void shouldRefuseLabelsThatAreNoClass() {
    assertThrows(LearnerException.class, () -> run(new MajorityClass(2), new double[] {2}));
    assertThrows(LearnerException.class, () -> run(new LastClass(3), new double[] {0.5}));
    assertEquals(0, new LastClass(3).rowsLearned());
  }
}
