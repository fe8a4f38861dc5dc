package dev.millrace.notebooks.sentiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.testing.Check;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.testing.LearnerConformance;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BinarizedNaiveBayesTest {
  @TestFactory
  Stream<DynamicTest> shouldConform() {
    return Stream.of(false, true)
        .flatMap(
            sparse -> {
              Schema schema = new Schema(List.of("a", "b", "c", "d"), List.of("no", "yes"), sparse);
              return LearnerConformance.checks(() -> new BinarizedNaiveBayes(1), schema).stream()
                  .map(check -> test((sparse ? "sparse: " : "dense: ") + check.name(), check));
            });
  }

  private static DynamicTest test(String name, Check check) {
    return DynamicTest.dynamicTest(name, check::run);
  }

  @Test
  void shouldCountAWordOnceAText() {
    BinarizedNaiveBayes learner = new BinarizedNaiveBayes(1);
    learner.learn(block(1, 3, 0)); // a, in a text of class 1
    learner.learn(block(0, 0, 1)); // b, in a text of class 0
    double[] out = new double[1];
    learner.model().predict(new double[] {7, 0}, 0, out);
    // Classes are alike, and a is in a word of class 1 and none of class 0, both of one word.
    double yes = (1 + 1) / (1 + 2.0);
    double no = (0 + 1) / (1 + 2.0);
    assertEquals(yes / (yes + no), out[0], 1e-12);
  }

  @Test
  void shouldRefuseOtherLabelsAndSmoothingOfNothing() {
    assertThrows(LearnerException.class, () -> new BinarizedNaiveBayes(1).learn(block(2, 1, 1)));
    assertThrows(ConfigurationException.class, () -> new BinarizedNaiveBayes(0));
  }

  @Test
  void shouldBeInTheCatalog() {
    Schema schema = new Schema(List.of("a", "b"), List.of("no", "yes"), false);
    assertEquals(
        "binarized-naive-bayes",
        LearnerCatalog.create("binarized-naive-bayes:smoothing=0.5", schema, 1).kind());
  }

  private static DenseBlock block(double label, double... values) {
    return new DenseBlock(1, values.length, values, new double[] {label}, new double[] {1});
  }
}
