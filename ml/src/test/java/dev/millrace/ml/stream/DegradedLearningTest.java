package dev.millrace.ml.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.DegradePolicy;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.ShippingEngine;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.ml.Learner;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.evaluate.LearnerReport;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceBlockBuilder;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.linear.MiniBatchLogisticRegression;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** In degraded batches rows are predicted and scored, and not learned. */
class DegradedLearningTest {
  private static final int BATCH = 50;

  /** In seconds; batches 1, 2, 3 and 6 are degraded by it. */
  private static final int[] DELAYS = {0, 5, 3, 3, 1, 3, 6, 0};

  private static final int DEGRADED = 4;

  record Point(String id, double x, double y, boolean label, String verdict)
      implements Serializable {
    Instant at() {
      return Instant.EPOCH.plusSeconds(Long.parseLong(id));
    }
  }

  private static final FeatureExtractor<Point> FEATURES =
      Features.<Point>of()
          .numeric("x", Point::x)
          .numeric("y", Point::y)
          .labelClass(Point::verdict, "no", "yes")
          .build();

  private static List<Point> points() {
    SplittableRandom random = new SplittableRandom(5);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < BATCH * DELAYS.length; i++) {
      double x = random.nextDouble() - 0.5;
      double y = random.nextDouble() - 0.5;
      points.add(new Point("" + i, x, y, false, x + y > 0.1 ? "yes" : "no"));
    }
    return points;
  }

  private static LogisticRegression perRow() {
    return new LogisticRegression(LogisticRegression.Options.defaults());
  }

  private static MiniBatchLogisticRegression perBatch() {
    return new MiniBatchLogisticRegression(LogisticRegression.Options.defaults());
  }

  private static StreamingConfig config(boolean shipping) {
    StreamingConfig config =
        StreamingConfig.named("test")
            .withMaxBatchRecords(BATCH)
            .withThreads(2)
            .withTrigger(Trigger.interval(Duration.ofSeconds(1)))
            .withDegrade(
                DegradePolicy.whenLate(Duration.ofSeconds(4)).untilBelow(Duration.ofSeconds(2)));
    return shipping ? config.withEngine(ShippingEngine.provider(2)) : config;
  }

  private record Outcome(
      PrequentialReport report, List<Double> outputs, List<Double> models, String state) {}

  private static Outcome run(boolean shipping, EvaluationMode mode, Optional<BatchStep> crashes) {
    AtomicReference<LearningStream<Point>> learning = new AtomicReference<>();
    MemorySink<Double> outputs = new MemorySink<>();
    Consumer<StreamingContext> description =
        context -> {
          learning.set(
              LearningStream.on(context.source("points", ReplaySource.of(points())), FEATURES)
                  .learner("row", perRow())
                  .learner("batch", perBatch())
                  .evaluate(mode, 100)
                  .named("learning"));
          learning.get().predictions().map(scored -> scored.output("row")).to("out", outputs);
        };
    try (StreamTestDriver driver = StreamTestDriver.of(config(shipping), description)) {
      for (int i = 0; i < DELAYS.length; i++) {
        driver.fallBehind(Duration.ofSeconds(DELAYS[i]));
        if (crashes.isPresent()) {
          driver.crashAt(crashes.get());
          driver.fallBehind(Duration.ZERO);
          driver.recover();
        }
        if (crashes.isEmpty() || crashes.get().compareTo(BatchStep.PUBLISH) < 0) {
          BatchReport report = driver.runBatch();
          boolean expected = (i >= 1 && i <= 3) || i == 6;
          assertEquals(expected, report.degraded(), "batch " + i);
          assertEquals(expected ? (Long) (long) BATCH : null, report.skippedRows().get("learning"));
        }
      }
      List<Double> models = new ArrayList<>();
      for (String name : List.of("row", "batch")) {
        double[] out = new double[1];
        learning.get().predictor(name).predict(new double[] {0.2, 0.3}, 0, out);
        models.add(out[0]);
      }
      return new Outcome(
          learning.get().report(),
          outputs.records(),
          models,
          HexFormat.of().formatHex(driver.checkpoint().orElseThrow().parts().get("learning")));
    }
  }

  private static double learnedAlone(Learner<?> learner) throws Exception {
    for (int i = 0; i < DELAYS.length; i++) {
      if (i == 0 || i == 4 || i == 5 || i == 7) {
        InstanceBlockBuilder rows = new InstanceBlockBuilder(FEATURES.schema());
        for (Point point : points().subList(i * BATCH, (i + 1) * BATCH)) {
          FEATURES.extract(point, rows);
          assertTrue(rows.endRow());
        }
        learner.learn(rows.block());
      }
    }
    double[] out = new double[1];
    learner.model().predict(new double[] {0.2, 0.3}, 0, out);
    return out[0];
  }

  @Test
  void shouldPredictAllRowsAndLearnThoseOfOtherBatches() throws Exception {
    int rows = BATCH * DELAYS.length;
    List<Double> expected = List.of(learnedAlone(perRow()), learnedAlone(perBatch()));
    for (EvaluationMode mode : EvaluationMode.values()) {
      for (boolean shipping : new boolean[] {false, true}) {
        Outcome outcome = run(shipping, mode, Optional.empty());
        assertEquals(rows, outcome.outputs.size());
        assertEquals(rows, outcome.report.rows());
        assertEquals(DEGRADED * BATCH, outcome.report.skippedRows());
        for (LearnerReport learner : outcome.report.learners()) {
          assertEquals(rows, learner.rowsScored(), learner.name());
          assertEquals(rows - outcome.report.skippedRows(), learner.rowsLearned(), learner.name());
        }
        assertEquals(expected, outcome.models, mode + ", shipping: " + shipping);
      }
    }
  }

  @Test
  void shouldSkipTheSameRowsWhereverItCrashes() {
    Outcome expected = run(false, EvaluationMode.PER_ROW, Optional.empty());
    for (BatchStep step : BatchStep.values()) {
      if (step != BatchStep.PLAN) { // before the plan nothing was decided
        Outcome outcome = run(false, EvaluationMode.PER_ROW, Optional.of(step));
        assertEquals(expected.outputs, outcome.outputs, "crashes at " + step);
        assertEquals(expected.report.skippedRows(), outcome.report.skippedRows());
        assertEquals(expected.state, outcome.state, "crashes at " + step);
      }
    }
  }

  /** Labels come with the batch after that of their rows. */
  @Test
  void shouldSkipRowsWhoseLabelsComeWithADegradedBatch() {
    List<Point> events = new ArrayList<>();
    List<Point> points = points();
    for (int i = 0; i < DELAYS.length; i++) {
      for (int j = 0; j < BATCH / 2; j++) {
        Point row = points.get(i * BATCH / 2 + j);
        events.add(row);
        Point labelled = points.get(Math.max(0, (i - 1) * BATCH / 2) + j);
        String id = i == 0 ? "9999" : labelled.id(); // of no row
        events.add(new Point(id, 0, 0, true, labelled.verdict()));
      }
    }
    DelayedLabels<Point, Point> options =
        DelayedLabels.of(
            Point::id,
            point -> Instant.EPOCH,
            Point::id,
            point -> Instant.EPOCH,
            LabelValue.classOf(Point::verdict));
    AtomicReference<LearningStream<Point>> learning = new AtomicReference<>();
    long skipped = 0;
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            config(false),
            context -> {
              var all = context.source("events", ReplaySource.of(events));
              learning.set(
                  LearningStream.on(all.filter(event -> !event.label()), FEATURES)
                      .delayedLabels(all.filter(Point::label), options)
                      .learner("row", perRow())
                      .learner("batch", perBatch())
                      .evaluate(EvaluationMode.PER_ROW, 100)
                      .named("learning"));
            })) {
      for (int delay : DELAYS) {
        driver.fallBehind(Duration.ofSeconds(delay));
        skipped += driver.runBatch().skippedRows().getOrDefault("learning", 0L);
      }
    }
    PrequentialReport report = learning.get().report();
    long labelled = report.labels().labelled();
    assertEquals((DELAYS.length - 1) * BATCH / 2, labelled);
    assertEquals(DEGRADED * BATCH / 2, skipped);
    assertEquals(skipped, report.skippedRows());
    for (LearnerReport learner : report.learners()) {
      assertEquals(labelled, learner.rowsScored(), learner.name());
      assertEquals(labelled - skipped, learner.rowsLearned(), learner.name());
    }
  }
}
