package dev.millrace.ml.bayes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.bayes.BinarizedNaiveBayes.Options;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.instance.SparseBlock;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BinarizedNaiveBayesTest {
  private static final int WORDS = 7;

  @Test
  void shouldCountAWordOnceAText() {
    BinarizedNaiveBayes learner = new BinarizedNaiveBayes(Options.of(2));
    learner.learn(block(1, 3, 0)); // a, in a text of class 1
    learner.learn(block(0, 0, 1)); // b, in a text of class 0
    double[] out = new double[1];
    learner.model().predict(new double[] {7, 0}, 0, out);
    // Classes are alike, and a is in a word of class 1 and none of class 0, both of one word.
    double yes = (1 + 1) / (1 + 2.0);
    double no = (0 + 1) / (1 + 2.0);
    assertEquals(yes / (yes + no), out[0], 1e-12);
  }

  /** The definition over plain maps, as products of probabilities: no logarithms, no arrays. */
  @Test
  void shouldPredictWhatTheDefinitionSays() {
    for (int classes : new int[] {2, 4}) {
      SplittableRandom random = new SplittableRandom(9);
      BinarizedNaiveBayes learner = new BinarizedNaiveBayes(Options.of(classes).withSmoothing(0.5));
      Map<List<Integer>, Double> counts = new TreeMap<>(BinarizedNaiveBayesTest::compare);
      double[] found = new double[classes];
      double[] texts = new double[classes];
      for (int i = 0; i < 300; i++) {
        int label = random.nextInt(classes);
        double[] text = new double[WORDS];
        for (int j = 0; j < WORDS; j++) {
          text[j] = random.nextInt(10) < 2 + (j + label) % classes ? 1 + random.nextInt(3) : 0;
        }
        double[] odds = new double[classes];
        double sum = 0;
        for (int k = 0; k < classes; k++) {
          odds[k] = texts[k] + 1;
          for (int j = 0; j < WORDS; j++) {
            double seen = counts.getOrDefault(List.of(k, j), 0.0);
            odds[k] *= text[j] == 0 ? 1 : (seen + 0.5) / (found[k] + 0.5 * WORDS);
          }
          sum += odds[k];
        }
        double[] out = new double[classes == 2 ? 1 : classes];
        learner.testThenTrain(block(label, text), out);
        for (int k = 0; k < out.length; k++) {
          assertEquals(odds[classes == 2 ? 1 : k] / sum, out[k], 1e-12, "text " + i);
        }
        for (int j = 0; j < WORDS; j++) {
          if (text[j] != 0) {
            counts.merge(List.of(label, j), 1.0, Double::sum);
            found[label]++;
          }
        }
        texts[label]++;
      }
    }
  }

  private static int compare(List<Integer> a, List<Integer> b) {
    int first = Integer.compare(a.get(0), b.get(0));
    return first == 0 ? Integer.compare(a.get(1), b.get(1)) : first;
  }

  @Test
  void shouldTakeAnyWidthBeforeTheFirstRow() {
    double[] out = new double[3];
    new BinarizedNaiveBayes(Options.of(3))
        .model()
        .predict(
            new SparseBlock(
                1,
                9,
                new int[] {0, 1},
                new int[] {8},
                new double[] {1},
                new double[] {Double.NaN},
                new double[] {1}),
            out);
    for (double probability : out) {
      assertEquals(1.0 / 3, probability, 1e-15);
    }
  }

  @Test
  void shouldRefuseOtherLabelsAndSmoothingOfNothing() {
    BinarizedNaiveBayes learner = new BinarizedNaiveBayes(Options.of(2));
    String message =
        assertThrows(LearnerException.class, () -> learner.learn(block(2, 1, 1))).getMessage();
    assertTrue(message.contains("expected a class from 0 to 1 as label, got 2.0"), message);
    assertThrows(ConfigurationException.class, () -> Options.of(2).withSmoothing(0));
    assertThrows(ConfigurationException.class, () -> Options.of(1));
  }

  @Test
  void shouldBeMadeFromText() {
    Schema schema = new Schema(List.of("a", "b"), List.of("x", "y", "z"), false);
    assertEquals(
        3,
        LearnerCatalog.create("binarized-naive-bayes:smoothing=0.5", schema, 1).model().outputs());
  }

  private static DenseBlock block(double label, double... values) {
    return new DenseBlock(1, values.length, values, new double[] {label}, new double[] {1});
  }
}
