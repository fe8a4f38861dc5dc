package dev.millrace.ml.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.testing.CollectingSink;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.ml.TestData;
import dev.millrace.ml.baseline.LastClass;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.evaluate.LearnerReport;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Statistic;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.metric.ConfusionMatrix;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Published figures of the electricity data, through a whole pipeline. */
class Elec2StreamTest {
  @SuppressWarnings("ArrayRecordComponent")
  record Reading(double[] values, String verdict) {}

  private static final List<Reading> ROWS = rows();

  private static List<Reading> rows() {
    DenseBlock block = TestData.elec2();
    List<Reading> rows = new ArrayList<>();
    for (int i = 0; i < block.rows(); i++) {
      double[] values = new double[8];
      System.arraycopy(block.values(), i * 8, values, 0, 8);
      rows.add(new Reading(values, block.label(i) == 1 ? "UP" : "DOWN"));
    }
    return rows;
  }

  private static FeatureExtractor<Reading> features() {
    return Features.<Reading>of()
        .vector("x", IntStream.range(0, 8).mapToObj(i -> "x" + i).toList(), Reading::values)
        .labelClass(Reading::verdict, "DOWN", "UP")
        .build();
  }

  private static LogisticRegression logistic() {
    return new LogisticRegression(
        LogisticRegression.Options.defaults()
            .withOptimizer(new Optimizer.Sgd(LearningRate.constant(0.005)))
            .withInterceptLearningRate(0.01));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1000})
  void shouldGiveThePublishedFiguresAtAnyBatchSize(int batchSize) throws Exception {
    StreamingConfig config =
        StreamingConfig.named("elec2")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(batchSize)
            .withoutShutdownHook();
    try (StreamingContext context = StreamingContext.create(config)) {
      LearningStream<Reading> learning =
          LearningStream.on(context.source("elec2", ReplaySource.of(ROWS)), features())
              .learner("logistic", logistic())
              .learner("last class", new LastClass(2))
              .evaluate(EvaluationMode.PER_ROW, 1000)
              .named("learning");
      context.start();
      context.awaitTermination();
      PrequentialReport report = learning.report();
      assertEquals(45_312, report.rows());
      assertEquals((45_312 - 1) / batchSize, report.batchId());
      LearnerReport logistic = report.learner("logistic");
      assertEquals(0.822144, logistic.cumulative().get("accuracy"), 1e-6);
      assertEquals(0.777086, logistic.cumulative().get("f1"), 1e-6);
      ConfusionMatrix matrix = logistic.confusion().orElseThrow();
      assertEquals(23206, matrix.count(0, 0));
      assertEquals(2869, matrix.count(0, 1));
      assertEquals(5190, matrix.count(1, 0));
      assertEquals(14047, matrix.count(1, 1));
      assertEquals(report.batchId(), learning.predictor("logistic").current().version());
      LearnerReport last = report.learner("last class");
      assertEquals(0.8533, last.cumulative().get("accuracy"), 5e-5);
      assertEquals(0, last.cumulative().get("kappaTemporal"), 1e-4);
    }
  }

  /** What a pipeline leaves behind. */
  private static final class Run {
    private final CollectingSink<String> predictions = new CollectingSink<>();
    private final AtomicReference<LearningStream<Reading>> learning = new AtomicReference<>();
    private final StreamTestDriver driver;

    Run() {
      StreamingConfig config = StreamingConfig.named("elec2").withMaxBatchRecords(300);
      List<List<Reading>> splits = List.of(ROWS.subList(0, 2000), ROWS.subList(2000, 4000));
      driver =
          StreamTestDriver.of(
              config,
              context -> {
                FeatureExtractor<Reading> features =
                    Features.<Reading>of()
                        .numeric("price", row -> row.values()[3])
                        .oneHot("day", row -> Double.toString(row.values()[1]), 4)
                        .lag("price", row -> "all", row -> row.values()[3], 1, 48)
                        .rolling(
                            "demand",
                            row -> Double.toString(row.values()[2]),
                            row -> row.values()[4],
                            5,
                            Statistic.MEAN)
                        .labelClass(Reading::verdict, "DOWN", "UP")
                        .build();
                LearningStream<Reading> stream =
                    LearningStream.on(
                            context.source("elec2", ReplaySource.ofSplits(splits)), features)
                        .learner("logistic", logistic())
                        .learner("last class", new LastClass(2))
                        .threshold(5, 1)
                        .evaluate(EvaluationMode.PER_BATCH, 500)
                        .named("learning");
                stream.predictions().map(Run::line).to("predictions", predictions);
                learning.set(stream);
              });
    }

    static String line(Scored<Reading> scored) {
      return scored.modelVersion()
          + " "
          + scored.output()
          + " "
          + scored.decidedClass()
          + " "
          + scored.decidedClass("last class")
          + " "
          + scored.labelClass();
    }

    byte[] state() {
      return driver.checkpoint().orElseThrow().parts().get("learning");
    }
  }

  @Test
  void shouldEndInTheSameBytesHoweverOftenItCrashes() {
    Run undisturbed = new Run();
    undisturbed.driver.runAll();
    assertEquals(4000, undisturbed.predictions.records().size());
    assertEquals(4000, undisturbed.learning.get().report().rows());
    for (BatchStep step : BatchStep.values()) {
      Run crashed = new Run();
      crashed.driver.runBatch();
      for (int i = 0; i < 3; i++) {
        crashed.driver.crashAt(step);
        crashed.driver.recover();
        assertEquals(
            crashed.driver.checkpoint().orElseThrow().batchId(),
            crashed.learning.get().predictor("logistic").current().version());
        crashed.driver.runBatch();
      }
      crashed.driver.runAll();
      assertArrayEquals(undisturbed.state(), crashed.state(), step.name());
      assertEquals(undisturbed.predictions.records(), crashed.predictions.records());
      assertEquals(
          undisturbed.learning.get().report().learner("logistic").sliding(),
          crashed.learning.get().report().learner("logistic").sliding());
      crashed.driver.close();
    }
    undisturbed.driver.close();
  }
}
