package dev.millrace.ml.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.Regressor;
import dev.millrace.ml.SequentialLearner;
import dev.millrace.ml.TestData;
import dev.millrace.ml.baseline.LastClass;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;
import dev.millrace.ml.linear.LinearRegression;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.linear.MiniBatchLogisticRegression;
import dev.millrace.ml.metric.ConfusionMatrix;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ObjDoubleConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Figures are of an independent program: river's {@code simulate_qa} and its definitions of the
 * scaler and of SGD in plain Python, which without a delay gives river's published figures.
 */
class DelayedEvaluationTest {
  private static LogisticRegression logistic() {
    return new LogisticRegression(
        LogisticRegression.Options.defaults()
            .withOptimizer(new Optimizer.Sgd(LearningRate.constant(0.005)))
            .withInterceptLearningRate(0.01));
  }

  private static void feed(
      DelayedEvaluation evaluation, DenseBlock data, int rowsInBlock, IntToDoubleFunction delay) {
    for (int from = 0; from < data.rows(); from += rowsInBlock) {
      int to = Math.min(data.rows(), from + rowsInBlock);
      double[] moments = new double[to - from];
      double[] delays = new double[to - from];
      for (int i = from; i < to; i++) {
        moments[i - from] = i;
        delays[i - from] = delay.applyAsDouble(i);
      }
      evaluation.add(TestData.slice(data, from, to), moments, delays);
    }
    evaluation.finish();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 23206, 2869, 5190, 14047",
    "1, 23206, 2869, 5190, 14047",
    "48, 22313, 3762, 6101, 13136",
    "336, 21982, 4093, 6195, 13042"
  })
  void shouldGiveTheFiguresOfElec2ForADelayOfAllRows(int delay, int tn, int fp, int fn, int tp) {
    for (int rowsInBlock : new int[] {1, 1000, 45_312}) {
      DelayedEvaluation evaluation =
          DelayedEvaluation.of(EvaluationMode.PER_ROW, 100, AnswerOrder.AS_ASKED)
              .learner("logistic", logistic());
      feed(evaluation, TestData.elec2(), rowsInBlock, i -> delay);
      assertMatrix(evaluation.report(), tn, fp, fn, tp);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 45_312})
  void shouldGiveTheFiguresOfElec2ForADelayPerRow(int rowsInBlock) {
    DelayedEvaluation evaluation =
        DelayedEvaluation.of(EvaluationMode.PER_ROW, 100, AnswerOrder.AS_DUE)
            .learner("last", new LastClass(2))
            .learner("logistic", logistic());
    feed(evaluation, TestData.elec2(), rowsInBlock, i -> 1 + (i * 7919L) % 500);
    assertMatrix(evaluation.report(), 22450, 3625, 6053, 13184);
  }

  private static void assertMatrix(PrequentialReport report, int tn, int fp, int fn, int tp) {
    assertEquals(45_312, report.rows());
    assertEquals(45_312, report.learner("logistic").rowsLearned());
    ConfusionMatrix matrix = report.learner("logistic").confusion().orElseThrow();
    assertEquals(
        List.of(tn, fp, fn, tp),
        List.of(
            (int) matrix.count(0, 0),
            (int) matrix.count(0, 1),
            (int) matrix.count(1, 0),
            (int) matrix.count(1, 1)));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.5587350066894571", "7, 1.2809657475042926", "30, 3.2135847697688145"})
  void shouldGiveTheFiguresOfTrumpApproval(int delay, double mae) {
    for (int rowsInBlock : new int[] {1, 100, 1001}) {
      DelayedEvaluation evaluation =
          DelayedEvaluation.of(EvaluationMode.PER_ROW, 100, AnswerOrder.AS_ASKED)
              .learner(
                  "linear",
                  new LinearRegression(
                      LinearRegression.Options.defaults()
                          .withOptimizer(new Optimizer.Sgd(LearningRate.constant(0.01)))
                          .withInterceptLearningRate(0.1)));
      feed(evaluation, TestData.trumpApproval(), rowsInBlock, i -> delay);
      assertEquals(mae, evaluation.report().learner("linear").cumulative().get("mae"), 1e-9);
    }
  }

  /** The six taxi trips of the documentation of river's simulate_qa, and the order it prints. */
  @Test
  void shouldFollowThePublishedOrderOfTaxiTrips() {
    double[] departures = {0, 600, 1200, 2700, 3000, 3300};
    double[] durations = {900, 1800, 300, 400, 240, 450};
    List<String> expected =
        List.of(
            "0 departs",
            "1 departs",
            "0 arrives",
            "2 departs",
            "2 arrives",
            "1 arrives",
            "3 departs",
            "4 departs",
            "3 arrives",
            "4 arrives",
            "5 departs",
            "5 arrives");
    assertEquals(expected, events(departures, durations, AnswerOrder.AS_DUE));
  }

  @Test
  void shouldLetNoAnswerOvertakeAnotherIfAsked() {
    double[] moments = {0, 1, 2, 3};
    double[] delays = {2.5, 1, 0, 0};
    assertEquals(
        List.of(
            "0 departs",
            "1 departs",
            "2 departs",
            "0 arrives",
            "1 arrives",
            "2 arrives",
            "3 departs",
            "3 arrives"),
        events(moments, delays, AnswerOrder.AS_ASKED));
    assertEquals(
        List.of(
            "0 departs",
            "1 departs",
            "1 arrives",
            "2 departs",
            "2 arrives",
            "0 arrives",
            "3 departs",
            "3 arrives"),
        events(moments, delays, AnswerOrder.AS_DUE));
  }

  private static List<String> events(double[] moments, double[] delays, AnswerOrder order) {
    double[] numbers = new double[moments.length];
    Arrays.setAll(numbers, i -> i);
    List<String> events = new ArrayList<>();
    DelayedEvaluation evaluation =
        DelayedEvaluation.of(EvaluationMode.PER_ROW, 10, order)
            .learner("witness", new Witness(events));
    evaluation.add(
        new DenseBlock(numbers.length, 1, numbers, numbers, TestData.ones(numbers.length)),
        moments,
        delays);
    evaluation.finish();
    assertEquals(0, evaluation.outstanding());
    return events;
  }

  /** Writes down what it is asked and what it is told; each row's feature is its number. */
  private record Witness(List<String> events) implements SequentialLearner<Regressor> {
    @Override
    public void learn(InstanceBlock block) {
      for (int row = 0; row < block.rows(); row++) {
        assertEquals(block.label(row), ((DenseBlock) block).values()[row]);
        events.add((int) block.label(row) + " arrives");
      }
    }

    @Override
    public Regressor model() {
      return new Regressor() {
        @Override
        public double predict(double[] x, int offset) {
          throw new UnsupportedOperationException();
        }

        @Override
        public int features() {
          return 1;
        }

        @Override
        public void predict(InstanceBlock block, double[] out) {
          for (int row = 0; row < block.rows(); row++) {
            events.add((int) ((DenseBlock) block).values()[row] + " departs");
          }
        }

        @Override
        public void describe(List<String> names, ObjDoubleConsumer<String> out) {}
      };
    }

    @Override
    public int outputs(int features) {
      return 1;
    }

    @Override
    public void testThenTrain(InstanceBlock block, double[] out) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String kind() {
      return "witness";
    }

    @Override
    public Witness fresh() {
      return this;
    }

    @Override
    public long rowsLearned() {
      return 0;
    }

    @Override
    public void save(StateWriter out) {}

    @Override
    public void restore(StateReader in) {}
  }

  @Test
  void shouldPredictABatchByWhatWasLearnedBeforeIt() {
    DenseBlock data = TestData.slice(TestData.elec2(), 0, 600);
    DelayedEvaluation evaluation =
        DelayedEvaluation.of(EvaluationMode.PER_BATCH, 600, AnswerOrder.AS_ASKED)
            .learner(
                "merged", new MiniBatchLogisticRegression(LogisticRegression.Options.defaults()))
            .learner("logistic", logistic());
    feed(evaluation, data, 100, i -> 150);
    LogisticRegression alone = logistic();
    int hits = 0;
    for (int batch = 0; batch < 6; batch++) {
      double[] out = new double[100];
      alone.model().predict(TestData.slice(data, 100 * batch, 100 * batch + 100), out);
      for (int i = 0; i < 100; i++) {
        hits += (out[i] > 0.5 ? 1 : 0) == data.label(100 * batch + i) ? 1 : 0;
      }
      // Of the rows that came up to now, those that came at least 150 before the batch's last.
      int known = Math.max(0, 100 * batch + 100 - 150);
      int before = Math.max(0, 100 * batch - 150);
      alone.learn(TestData.slice(data, before, known));
    }
    LearnerReport report = evaluation.report().learner("logistic");
    assertEquals(hits / 600.0, report.cumulative().get("accuracy"), 1e-12);
    assertEquals(report.cumulative(), report.sliding());
    assertEquals(600, evaluation.report().learner("merged").rowsLearned());
  }

  @Test
  void shouldAnswerSparseRowsWithTheirOwnFeatures() {
    SparseBlock rows =
        new SparseBlock(
            3,
            5,
            new int[] {0, 2, 2, 3},
            new int[] {1, 4, 0},
            new double[] {0.5, -2, 3},
            new double[] {1, 0, Double.NaN},
            new double[] {1, 2, 1});
    DelayedEvaluation evaluation =
        DelayedEvaluation.of(EvaluationMode.PER_ROW, 10, AnswerOrder.AS_DUE)
            .learner("logistic", logistic());
    evaluation.add(rows, new double[] {0, 1, 2}, new double[] {5, 1, 0});
    assertEquals(1, evaluation.outstanding());
    evaluation.finish();
    PrequentialReport report = evaluation.report();
    assertEquals(3, report.rows());
    assertEquals(2, report.learner("logistic").rowsScored());
    assertEquals(2, report.learner("logistic").rowsLearned());
  }

  @Test
  void shouldSayWhatIsWrong() {
    DelayedEvaluation evaluation =
        DelayedEvaluation.of(EvaluationMode.PER_ROW, 10, AnswerOrder.AS_DUE)
            .learner("last", new LastClass(2));
    assertThrows(ConfigurationException.class, () -> evaluation.learner("last", logistic()));
    DenseBlock block = new DenseBlock(1, 1, new double[] {1}, new double[] {1}, new double[] {1});
    assertThrows(
        IllegalArgumentException.class,
        () -> evaluation.add(block, new double[] {1}, new double[] {}));
    evaluation.add(block, new double[] {1}, new double[] {1});
    assertThrows(IllegalStateException.class, () -> evaluation.learner("other", logistic()));
  }
}
