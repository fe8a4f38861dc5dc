package dev.millrace.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.DStream;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.evaluate.PrequentialEvaluation;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Statistic;
import dev.millrace.ml.feature.TimePart;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.stream.DelayedLabels;
import dev.millrace.ml.stream.LabelValue;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.ml.stream.Unlabelled;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Does what the README shows. */
class ReadmeTest {
  record Payment(
      String id, String card, String channel, String country, double amount, Instant at) {
    static Payment of(int day) {
      double amount = day % 4 == 0 ? 100 : 10;
      return new Payment("p" + day, "c" + day % 3, "web", "DE", amount, day(day));
    }
  }

  record Chargeback(String payment, Instant at) {}

  private static Instant day(int day) {
    return Instant.EPOCH.plus(Duration.ofDays(day));
  }

  private static LearningStream<Payment> describe(
      DStream<Payment> payments, DStream<Chargeback> chargebacks) {
    FeatureExtractor<Payment> features =
        Features.<Payment>of()
            .numeric("amount", Payment::amount)
            .oneHot("channel", Payment::channel, "web", "shop")
            .oneHot("country", Payment::country, 50)
            .time("at", Payment::at, ZoneOffset.UTC, TimePart.TIME_OF_DAY)
            .rolling("amount", Payment::card, Payment::amount, 10, Statistic.MEAN, Statistic.MAX)
            .classes("honest", "fraud")
            .build();
    LearningStream<Payment> learning =
        LearningStream.on(payments, features)
            .delayedLabels(
                chargebacks,
                DelayedLabels.<Payment, Chargeback>of(
                        Payment::id,
                        Payment::at,
                        Chargeback::payment,
                        Chargeback::at,
                        LabelValue.classOf(chargeback -> "fraud"))
                    .withHorizon(Duration.ofDays(30))
                    .withUnlabelled(Unlabelled.NEGATIVE))
            .learner("champion", new LogisticRegression(LogisticRegression.Options.defaults()))
            .learner(
                "challenger",
                new LogisticRegression(
                    LogisticRegression.Options.defaults().withOptimizer(new Optimizer.Adam())))
            .threshold(100, 5)
            .evaluate(EvaluationMode.PER_BATCH, 1_000)
            .named("fraud");
    return learning;
  }

  @Test
  void shouldLearnFromLabelsThatComeLater() {
    QueueSource<Payment> payments = QueueSource.create();
    QueueSource<Chargeback> chargebacks = QueueSource.create();
    LearningStream<?>[] learning = new LearningStream<?>[1];
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            context ->
                learning[0] =
                    describe(
                        context.source("payments", payments),
                        context.source("chargebacks", chargebacks)))) {
      for (int day = 0; day < 400; day++) {
        payments.push(Payment.of(day));
        if (day >= 10 && Payment.of(day - 10).amount() > 50) {
          chargebacks.push(new Chargeback("p" + (day - 10), day(day)));
        }
        driver.runBatch();
      }
      assertTrue(learning[0].report().learner("champion").cumulative().get("rocAuc") > 0.9);
      assertTrue(learning[0].report().learner("challenger").rowsScored() > 350);
    }
  }

  private static double evaluate(DenseBlock block) {
    PrequentialEvaluation evaluation =
        PrequentialEvaluation.of(EvaluationMode.PER_ROW, 1_000)
            .learner("logistic", new LogisticRegression(LogisticRegression.Options.defaults()))
            .learner("majority", new MajorityClass(2));
    evaluation.add(block);
    double accuracy = evaluation.report().learner("logistic").cumulative().get("accuracy");
    return accuracy;
  }

  @Test
  void shouldEvaluateALearnerWithoutAPipeline() {
    int rows = 200;
    double[] x = new double[rows];
    double[] labels = new double[rows];
    double[] weights = new double[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = i % 2;
      x[i] = i % 2 - 0.5;
      weights[i] = 1;
    }
    assertEquals(1, evaluate(new DenseBlock(rows, 1, x, labels, weights)), 0.05);
  }
}
