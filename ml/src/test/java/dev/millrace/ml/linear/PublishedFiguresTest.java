package dev.millrace.ml.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.ml.Classifier;
import dev.millrace.ml.SequentialLearner;
import dev.millrace.ml.TestData;
import dev.millrace.ml.baseline.LastClass;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Prequential figures of river 0.22 on the same rows in the same order. */
class PublishedFiguresTest {
  private static double[] prequential(SequentialLearner<?> learner, DenseBlock block, int size) {
    double[] all = new double[block.rows()];
    for (int from = 0; from < block.rows(); from += size) {
      DenseBlock part = TestData.slice(block, from, Math.min(block.rows(), from + size));
      double[] out = new double[part.rows()];
      learner.testThenTrain(part, out);
      System.arraycopy(out, 0, all, from, out.length);
    }
    return all;
  }

  private static double meanAbsoluteError(double[] predictions, DenseBlock block) {
    double sum = 0;
    for (int row = 0; row < block.rows(); row++) {
      sum += Math.abs(predictions[row] - block.label(row));
    }
    return sum / block.rows();
  }

  /** True negatives, false positives, false negatives, true positives. */
  private static int[] confusion(double[] probabilities, DenseBlock block) {
    int[] counts = new int[4];
    for (int row = 0; row < block.rows(); row++) {
      counts[2 * (int) block.label(row) + (probabilities[row] > 0.5 ? 1 : 0)]++;
    }
    return counts;
  }

  private static double trump(Optimizer optimizer) {
    DenseBlock block = TestData.trumpApproval();
    LinearRegression learner =
        new LinearRegression(
            LinearRegression.Options.defaults()
                .withOptimizer(optimizer)
                .withInterceptLearningRate(0.1));
    return meanAbsoluteError(prequential(learner, block, 100), block);
  }

  @Test
  void shouldMeetLinearRegressionOnTrumpApproval() {
    DenseBlock block = TestData.trumpApproval();
    LinearRegression learner =
        new LinearRegression(LinearRegression.Options.defaults().withInterceptLearningRate(0.1));
    assertEquals(0.558735, meanAbsoluteError(prequential(learner, block, 7), block), 1e-6);
    assertEquals(35.617670, learner.model().intercept(), 1e-6);
  }

  @Test
  void shouldMeetRmsPropOnTrumpApproval() {
    assertEquals(0.522449, trump(new Optimizer.RmsProp()), 1e-6);
  }

  @Test
  void shouldMeetAdaGradOnTrumpApproval() {
    assertEquals(0.477289, trump(new Optimizer.AdaGrad()), 1e-6);
  }

  @Test
  void shouldMeetLogisticRegressionOnElec2WhateverTheBatchSize() {
    DenseBlock block = TestData.elec2();
    for (int size : new int[] {1, 100, 1000}) {
      LogisticRegression learner =
          new LogisticRegression(
              LogisticRegression.Options.defaults()
                  .withOptimizer(new Optimizer.Sgd(LearningRate.constant(0.005))));
      int[] counts = confusion(prequential(learner, block, size), block);
      assertArrayEquals(new int[] {23206, 2869, 5190, 14047}, counts);
    }
  }

  @Test
  void shouldMeetLogisticRegressionMadeFromText() {
    DenseBlock block = TestData.elec2();
    Schema schema =
        new Schema(List.of("a", "b", "c", "d", "e", "f", "g", "h"), List.of("DOWN", "UP"), false);
    var learner =
        (SequentialLearner<?>)
            LearnerCatalog.create(
                "logistic-regression:optimizer=sgd,learningRate=0.005,interceptLearningRate=0.01",
                schema,
                1);
    int[] counts = confusion(prequential(learner, block, 1000), block);
    assertArrayEquals(new int[] {23206, 2869, 5190, 14047}, counts);
  }

  /**
   * River's has no intercept; that it knows no class before the class's first row changes the first
   * rows alone.
   */
  @Test
  void shouldMeetSoftmaxRegressionOnImageSegments() {
    DenseBlock block = TestData.imageSegmentClasses();
    SoftmaxRegression learner =
        new SoftmaxRegression(SoftmaxRegression.Options.of(7).withInterceptLearningRate(0));
    double[] probabilities = new double[block.rows() * 7];
    learner.testThenTrain(block, probabilities);
    int[][] counts = new int[7][7];
    for (int row = 0; row < block.rows(); row++) {
      counts[(int) block.label(row)][Classifier.decide(probabilities, row * 7, 7)]++;
    }
    assertEquals(0.8188, macroF1(counts), 0.002);
  }

  private static double macroF1(int[][] counts) {
    double sum = 0;
    for (int k = 0; k < counts.length; k++) {
      int label = 0;
      int told = 0;
      for (int other = 0; other < counts.length; other++) {
        label += counts[k][other];
        told += counts[other][k];
      }
      sum += 2.0 * counts[k][k] / (label + told);
    }
    return sum / counts.length;
  }

  @Test
  void shouldMeetTheBaselinesOnElec2() {
    DenseBlock block = TestData.elec2();
    int[] last = confusion(prequential(new LastClass(2), block, 100), block);
    assertEquals(0.8533, (last[0] + last[3]) / 45312.0, 5e-5);
    int[] majority = confusion(prequential(new MajorityClass(2), block, 100), block);
    assertEquals(26075.0 / 45312, (majority[0] + majority[3]) / 45312.0, 0.02);
  }
}
