package dev.millrace.ml.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.Learner;
import dev.millrace.ml.TestData;
import dev.millrace.ml.baseline.RunningMean;
import dev.millrace.ml.cluster.OnlineKMeans;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.linear.LinearRegression;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Loss;
import dev.millrace.ml.optim.Optimizer;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearnerCatalogTest {
  private static final Schema NUMBERS = new Schema(List.of("a", "b"), List.of(), false);
  private static final Schema CLASSES = new Schema(List.of("a", "b"), List.of("no", "yes"), false);
  private static final DenseBlock ROWS =
      new DenseBlock(
          4, 2, new double[] {1, 2, 3, 4, 5, 7, 6, 9}, new double[] {0, 1, 1, 0}, TestData.ones(4));

  private static Schema schema(LearnerType type) {
    return type.tasks().contains(LearnerType.Task.CLASSIFY) ? CLASSES : NUMBERS;
  }

  private static byte[] bytes(Learner<?> learner) {
    StateWriter out = new StateWriter();
    learner.save(out);
    return out.toBytes();
  }

  @Test
  void shouldKnowAllLearners() {
    assertEquals(
        List.of(
            "binarized-naive-bayes",
            "k-means",
            "last-class",
            "last-value",
            "linear-regression",
            "logistic-regression",
            "majority-class",
            "mini-batch-k-means",
            "mini-batch-linear-regression",
            "mini-batch-logistic-regression",
            "recursive-least-squares",
            "running-mean",
            "softmax-regression"),
        LearnerCatalog.names());
  }

  @Test
  void shouldRestoreEveryLearnerWithoutTheCodeThatMadeIt() {
    for (LearnerType type : LearnerCatalog.types()) {
      Learner<?> learner = LearnerCatalog.create(type.name(), schema(type), 5);
      assertEquals(type.name(), learner.kind());
      for (int pass = 0; pass < 20; pass++) {
        Learner<?> restored = LearnerCatalog.restore(StateReader.of("it", bytes(learner)));
        assertArrayEquals(bytes(learner), bytes(restored), type.name());
        learner.learn(ROWS);
        restored.learn(ROWS);
        assertArrayEquals(bytes(learner), bytes(restored), type.name());
      }
    }
  }

  @Test
  void shouldRestoreHyperParametersOfEveryKind() {
    for (String spec :
        List.of(
            "linear-regression:loss=huber,threshold=0.3,optimizer=adam,beta1=0.8,epsilon=1e-7",
            "linear-regression:loss=quantile,quantile=0.2,schedule=inverse-scaling,power=0.3",
            "linear-regression:loss=absolute,optimizer=rmsprop,rho=0.5,l1=0.1,l2=0.2",
            "linear-regression:schedule=optimal,optimalAlpha=0.01,missing=mean,scale=none",
            "linear-regression:optimizer=momentum,rho=0.3",
            "linear-regression:optimizer=nesterov,learningRate=0.003",
            "mini-batch-linear-regression:optimizer=adagrad",
            "recursive-least-squares:forgetting=0.999,ridge=0.1",
            "k-means:centres=1 2;3 4.5;0 0,centreWeight=2,halfLife=10,scale=none",
            "k-means:k=4,initial=random,initialRows=9,seed=77",
            "mini-batch-k-means:k=2,halfLife=5,unit=points",
            "mini-batch-k-means:k=2,decay=0.5")) {
      Learner<?> learner = LearnerCatalog.create(spec, NUMBERS, 5);
      learner.learn(ROWS);
      byte[] bytes = bytes(learner);
      assertArrayEquals(bytes, bytes(LearnerCatalog.restore(StateReader.of("it", bytes))), spec);
    }
    for (String spec :
        List.of(
            "softmax-regression:optimizer=adam,beta1=0.8,scale=none,missing=mean",
            "softmax-regression:classes=4,l1=0.1,l2=0.2,schedule=inverse-scaling",
            "softmax-regression:optimizer=ftrl,l1=0.5")) {
      Learner<?> learner = LearnerCatalog.create(spec, CLASSES, 5);
      learner.learn(ROWS);
      byte[] bytes = bytes(learner);
      assertArrayEquals(bytes, bytes(LearnerCatalog.restore(StateReader.of("it", bytes))), spec);
    }
    Learner<?> ftrl =
        LearnerCatalog.create(
            "logistic-regression:optimizer=ftrl,alpha=0.2,beta=2,l1=0.5,positiveWeight=4",
            CLASSES,
            0);
    assertEquals(
        LogisticRegression.Options.defaults()
            .withOptimizer(new Optimizer.FtrlProximal(0.2, 2, 0.5, 1))
            .withClassWeights(1, 4),
        ((LogisticRegression) ftrl).options());
  }

  @Test
  void shouldReadOptionsAndKeepDefaults() {
    var learner =
        (LinearRegression)
            LearnerCatalog.create(
                "linear-regression: loss = huber , optimizer=adagrad,interceptLearningRate=0.1",
                NUMBERS,
                1);
    assertEquals(
        LinearRegression.Options.defaults()
            .withLoss(new Loss.Huber(1))
            .withOptimizer(new Optimizer.AdaGrad(LearningRate.constant(0.1), 1e-8))
            .withInterceptLearningRate(0.1),
        learner.options());
    assertEquals(
        LinearRegression.Options.defaults(),
        ((LinearRegression) LearnerCatalog.create("linear-regression", NUMBERS, 1)).options());
    var clusters = (OnlineKMeans) LearnerCatalog.create("k-means:k=7,halfLife=10", NUMBERS, 42);
    assertEquals(7, clusters.options().clusters());
    assertEquals(Math.pow(0.5, 0.1), clusters.options().decay(), 1e-15);
    assertEquals(42, clusters.options().seed());
  }

  private static String refusal(String spec, Schema schema) {
    return assertThrows(ConfigurationException.class, () -> LearnerCatalog.create(spec, schema, 1))
        .getMessage();
  }

  @Test
  void shouldSayWhatIsWrongWithAText() {
    assertTrue(refusal("logistic-regresion", CLASSES).contains("'logistic-regression'?"));
    assertTrue(refusal("k-means:halflife=3", NUMBERS).contains("did you mean 'halfLife'?"));
    assertTrue(refusal("running-mean:x=1", NUMBERS).contains("it has none"));
    assertTrue(refusal("k-means:k", NUMBERS).contains("expected option=value, got 'k'"));
    assertTrue(refusal("k-means:k=2,k=3", NUMBERS).contains("given twice"));
    assertTrue(refusal("k-means:k=two", NUMBERS).contains("a whole number >= 1, got 'two'"));
    assertTrue(
        refusal("linear-regression:learningRate=-1", NUMBERS).contains("expected >= 0, got '-1'"));
    assertTrue(
        refusal("linear-regression:optimizer=sdg", NUMBERS).contains("sgd|momentum|nesterov"));
    assertTrue(refusal("linear-regression:rho=0.5", NUMBERS).contains("rho has no effect"));
    assertTrue(refusal("k-means:decay=0.5,halfLife=3", NUMBERS).contains("not both"));
    assertTrue(
        refusal("logistic-regression", new Schema(List.of("a"), List.of("x", "y", "z"), false))
            .contains("two classes"));
    assertTrue(refusal("last-class", NUMBERS).contains("at least 2 classes"));
  }

  @Test
  void shouldDescribeEveryOption() {
    for (LearnerType type : LearnerCatalog.types()) {
      assertFalse(type.doc().isBlank());
      assertFalse(type.tasks().isEmpty());
      List<LearnerType.Option> options = type.options();
      assertEquals(
          options.size(),
          new HashSet<>(options.stream().map(LearnerType.Option::name).toList()).size());
      for (LearnerType.Option option : options) {
        assertTrue(option.doc().endsWith("."), type.name() + ": " + option);
        assertFalse(option.range().isBlank() || option.defaultValue().isBlank());
      }
    }
  }

  @Test
  void shouldRefuseStateOfAnotherLearner() {
    byte[] mean = bytes(new RunningMean());
    Learner<?> other = LearnerCatalog.create("last-value", NUMBERS, 0);
    String message =
        assertThrows(CheckpointException.class, () -> other.restore(StateReader.of("it", mean)))
            .getMessage();
    assertTrue(message.contains("running-mean") && message.contains("last-value"), message);
    StateWriter unknown = new StateWriter();
    unknown.put("kind", "crystal-ball").put("options", nested -> {});
    assertThrows(
        CheckpointException.class,
        () -> LearnerCatalog.restore(StateReader.of("it", unknown.toBytes())));
  }
}
