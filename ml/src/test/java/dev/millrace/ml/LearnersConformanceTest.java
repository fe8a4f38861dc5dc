package dev.millrace.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.millrace.ml.baseline.FrozenAfter;
import dev.millrace.ml.baseline.LastClass;
import dev.millrace.ml.baseline.LastValue;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.baseline.RunningMean;
import dev.millrace.ml.bayes.BinarizedNaiveBayes;
import dev.millrace.ml.cluster.DecayUnit;
import dev.millrace.ml.cluster.InitialCentres;
import dev.millrace.ml.cluster.KMeansOptions;
import dev.millrace.ml.cluster.MiniBatchKMeans;
import dev.millrace.ml.cluster.OnlineKMeans;
import dev.millrace.ml.feature.Missing;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.feature.Scaling;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.linear.LinearRegression;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.linear.MiniBatchLinearRegression;
import dev.millrace.ml.linear.MiniBatchLogisticRegression;
import dev.millrace.ml.linear.RecursiveLeastSquares;
import dev.millrace.ml.linear.SoftmaxRegression;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Loss;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.optim.Regularization;
import dev.millrace.ml.testing.LearnerConformance;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every learner of this module through the conformance suite, on dense and sparse rows. */
class LearnersConformanceTest {
  private record Case(String name, int classes, Supplier<? extends Learner<?>> learners) {}

  private static Schema schema(int classes, boolean sparse) {
    return new Schema(
        IntStream.range(0, 9).mapToObj(j -> "f" + j).toList(),
        IntStream.range(0, classes).mapToObj(k -> "c" + k).toList(),
        sparse);
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.add(new Case("majority of two", 2, () -> new MajorityClass(2)));
    cases.add(new Case("majority of four", 4, () -> new MajorityClass(4)));
    cases.add(new Case("last of two", 2, () -> new LastClass(2)));
    cases.add(new Case("last of four", 4, () -> new LastClass(4)));
    for (int classes : new int[] {2, 4}) {
      cases.add(
          new Case(
              "naive Bayes of " + classes,
              classes,
              () -> new BinarizedNaiveBayes(BinarizedNaiveBayes.Options.of(classes))));
      SoftmaxRegression.Options softmax = SoftmaxRegression.Options.of(classes);
      cases.add(new Case("softmax of " + classes, classes, () -> new SoftmaxRegression(softmax)));
      cases.add(
          new Case(
              "softmax of " + classes + ", adam, penalties, imputing",
              classes,
              () ->
                  new SoftmaxRegression(
                      softmax
                          .withOptimizer(new Optimizer.Adam())
                          .withRegularization(new Regularization(0.001, 0.01))
                          .withPreprocessing(Preprocessing.standard().imputing()))));
    }
    cases.add(new Case("running mean", 0, RunningMean::new));
    cases.add(new Case("last value", 0, LastValue::new));
    LogisticRegression.Options logistic = LogisticRegression.Options.defaults();
    cases.add(new Case("logistic", 2, () -> new LogisticRegression(logistic)));
    cases.add(
        new Case(
            "logistic, weighted, imputing",
            2,
            () ->
                new LogisticRegression(
                    logistic
                        .withClassWeights(1, 5)
                        .withPreprocessing(Preprocessing.standard().imputing()))));
    cases.add(
        new Case(
            "logistic ftrl",
            2,
            () ->
                new LogisticRegression(
                    logistic.withOptimizer(new Optimizer.FtrlProximal(0.1, 1, 0.01, 0.1)))));
    cases.add(new Case("mini-batch logistic", 2, () -> new MiniBatchLogisticRegression(logistic)));
    LinearRegression.Options linear = LinearRegression.Options.defaults();
    for (Optimizer optimizer :
        List.of(
            new Optimizer.Sgd(LearningRate.inverseScaling(0.01, 0.5)),
            new Optimizer.Sgd(LearningRate.optimal(0.1, new Loss.Squared())),
            new Optimizer.Momentum(LearningRate.constant(0.001), 0.9),
            new Optimizer.Nesterov(LearningRate.constant(0.001), 0.9),
            new Optimizer.AdaGrad(),
            new Optimizer.RmsProp(),
            new Optimizer.Adam(),
            new Optimizer.FtrlProximal())) {
      cases.add(
          new Case(
              "linear " + optimizer,
              0,
              () -> new LinearRegression(linear.withOptimizer(optimizer))));
    }
    for (Loss loss : List.of(new Loss.Absolute(), new Loss.Huber(0.5), new Loss.Quantile(0.9))) {
      cases.add(new Case("linear " + loss, 0, () -> new LinearRegression(linear.withLoss(loss))));
    }
    cases.add(
        new Case(
            "linear, penalties, not scaled",
            0,
            () ->
                new LinearRegression(
                    linear
                        .withOptimizer(new Optimizer.Sgd(LearningRate.constant(1e-5)))
                        .withRegularization(new Regularization(0.01, 0.1))
                        .withPreprocessing(Preprocessing.none()))));
    cases.add(
        new Case(
            "linear, imputing, not scaled",
            0,
            () ->
                new LinearRegression(
                    linear
                        .withOptimizer(new Optimizer.Sgd(LearningRate.constant(1e-5)))
                        .withPreprocessing(Preprocessing.none().imputing()))));
    cases.add(
        new Case(
            "mini-batch linear",
            0,
            () ->
                new MiniBatchLinearRegression(
                    linear.withRegularization(new Regularization(0.01, 0.1)))));
    cases.add(
        new Case(
            "least squares",
            0,
            () -> new RecursiveLeastSquares(RecursiveLeastSquares.Options.defaults())));
    cases.add(
        new Case(
            "forgetting ridge",
            0,
            () ->
                new RecursiveLeastSquares(
                    RecursiveLeastSquares.Options.defaults().withForgetting(0.99).withRidge(1))));
    cases.add(
        new Case(
            "least squares, imputing",
            0,
            () ->
                new RecursiveLeastSquares(
                    RecursiveLeastSquares.Options.defaults().withMissing(Missing.MEAN))));
    cases.addAll(clusterers());
    return cases;
  }

  private static List<Case> clusterers() {
    KMeansOptions options = KMeansOptions.of(3);
    KMeansOptions given =
        options
            .withInitial(
                new InitialCentres.Given(
                    IntStream.range(0, 3)
                        .mapToObj(c -> IntStream.range(0, 9).mapToObj(j -> (double) c).toList())
                        .toList()))
            .withScaling(Scaling.NONE)
            .withHalfLife(30, DecayUnit.POINTS);
    KMeansOptions random = options.withInitial(new InitialCentres.RandomRows(5)).withSeed(3);
    return List.of(
        new Case("k-means", 0, () -> new OnlineKMeans(options)),
        new Case("k-means given", 0, () -> new OnlineKMeans(given)),
        new Case("k-means random", 0, () -> new OnlineKMeans(random)),
        new Case("k-means imputing", 0, () -> new OnlineKMeans(options.withMissing(Missing.MEAN))),
        new Case(
            "mini-batch k-means imputing",
            0,
            () -> new MiniBatchKMeans(options.withMissing(Missing.MEAN))),
        new Case("mini-batch k-means", 0, () -> new MiniBatchKMeans(options)),
        new Case("mini-batch k-means given", 0, () -> new MiniBatchKMeans(given)),
        new Case(
            "mini-batch k-means random",
            0,
            () -> new MiniBatchKMeans(random.withHalfLife(2, DecayUnit.BATCHES))));
  }

  @TestFactory
  Stream<DynamicContainer> shouldConform() {
    return cases().stream()
        .flatMap(
            one ->
                Stream.of(false, true)
                    .map(
                        sparse ->
                            dynamicContainer(
                                one.name() + (sparse ? ", sparse" : ", dense"),
                                LearnerConformance.checks(
                                        one.learners(), schema(one.classes(), sparse))
                                    .stream()
                                    .map(check -> dynamicTest(check.name(), check::run)))));
  }

  @Test
  void shouldCoverEveryLearner() {
    Set<String> covered =
        cases().stream()
            .map(one -> one.learners().get().getClass().getName())
            .collect(Collectors.toSet());
    // Stops learning on purpose, so it does not count all rows; FrozenAfterTest tests it.
    covered.add(FrozenAfter.class.getName());
    Set<String> all =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.millrace.ml")
                .stream()
                .filter(type -> type.isAssignableTo(Learner.class))
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
    assertEquals(all, covered);
  }
}
