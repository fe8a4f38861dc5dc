package dev.millrace.ml.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.alert.Alert;
import dev.millrace.core.alert.AlertState;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.ml.baseline.LastClass;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.drift.Drift;
import dev.millrace.ml.drift.DriftStream;
import dev.millrace.ml.drift.PageHinkley;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.stream.LearningStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A model whose world turns around, and comes back. */
class LearnerAlertsTest {
  record Point(double x, String verdict) {}

  private static final int ROWS = 6_000;
  private static final List<Point> POINTS = points();
  private static final FeatureExtractor<Point> FEATURES =
      Features.<Point>of().numeric("x", Point::x).labelClass(Point::verdict, "no", "yes").build();
  private static final LearnerFigure ACCURACY =
      LearnerFigure.of("champion", "accuracy").withRowsFirst(500);

  private static List<Point> points() {
    SplittableRandom random = new SplittableRandom(1);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double x = random.nextDouble() - 0.5;
      boolean turned = i >= ROWS / 2 && i < ROWS / 2 + 1_000;
      points.add(new Point(x, x > 0 == turned ? "no" : "yes"));
    }
    return points;
  }

  private static final class Outputs {
    final MemorySink<PrequentialReport> reports = new MemorySink<>();
    final MemorySink<Drift> drifts = new MemorySink<>();
    final MemorySink<Alert> alerts = new MemorySink<>();

    void describe(StreamingContext context) {
      LearningStream<Point> learning =
          LearningStream.on(context.source("points", ReplaySource.of(POINTS)), FEATURES)
              .learner("champion", new LogisticRegression(LogisticRegression.Options.defaults()))
              .learner("majority", new MajorityClass(2))
              .learner("last", new LastClass(2))
              .evaluate(EvaluationMode.PER_BATCH, 500)
              .named("learning");
      var drifting =
          DriftStream.of(
              "errors",
              learning.predictions(),
              DriftStream.error("champion"),
              () -> new PageHinkley(PageHinkley.Options.defaults().withThreshold(20)));
      drifting.to("drifts", drifts);
      learning.metrics().to("reports", reports);
      Alerts quality =
          Alerts.on(learning.metrics())
              .rule("behind", ACCURACY.behind("majority", 0.1).withClear(0.2))
              .rule("fallen", ACCURACY.fallen(0.3, Duration.ofHours(1)))
              .rule("loss", LearnerFigure.of("champion", "logLoss").worseThan(0.69))
              .named("quality");
      Alerts drift =
          Alerts.on(drifting)
              .keyBy(Drift::source)
              .rule("drift", DriftRules.drift(Duration.ofSeconds(8)))
              .named("drift");
      quality.stream().union(drift.stream()).to("alerts", alerts);
    }
  }

  private static StreamTestDriver driver(Outputs outputs) {
    return StreamTestDriver.of(
        StreamingConfig.named("test").withMaxBatchRecords(100), outputs::describe);
  }

  private static void runOut(StreamTestDriver driver, int batches) {
    for (int batch = 0; batch < batches; batch++) {
      driver.advance(Duration.ofSeconds(1));
      driver.runBatch();
    }
  }

  private static List<Alert> of(Outputs outputs, String rule) {
    return outputs.alerts.records().stream().filter(alert -> alert.rule().equals(rule)).toList();
  }

  @Test
  void shouldTellWhenAModelIsNoLongerGoodEnough() {
    Outputs outputs = new Outputs();
    try (StreamTestDriver driver = driver(outputs)) {
      runOut(driver, ROWS / 100);
    }
    // What the rule promises, read from the reports.
    List<String> expected = new ArrayList<>();
    boolean firing = false;
    for (PrequentialReport report : outputs.reports.records()) {
      double lead =
          report.learner("champion").sliding().get("accuracy")
              - report.learner("majority").sliding().get("accuracy");
      boolean counts = report.learner("champion").rowsScored() >= 500;
      if (counts && (firing ? lead > 0.2 : lead <= 0.1)) {
        firing = !firing;
        expected.add((firing ? "FIRING " : "RESOLVED ") + (report.batchId() + 1) + " " + lead);
      }
    }
    assertEquals(4, expected.size(), "the world turns, and turns back: " + expected);
    assertEquals(
        expected,
        of(outputs, "behind").stream()
            .map(one -> one.state() + " " + one.time().getEpochSecond() + " " + one.level())
            .toList());
    assertTrue(of(outputs, "fallen").stream().anyMatch(Alert::isFiring));
    assertTrue(of(outputs, "loss").stream().anyMatch(Alert::isFiring));
  }

  @Test
  void shouldTellOfDrift() {
    Outputs outputs = new Outputs();
    try (StreamTestDriver driver = driver(outputs)) {
      runOut(driver, ROWS / 100);
    }
    Drift first = outputs.drifts.records().get(0);
    assertTrue(first.position() > 3_000 && first.position() < 3_200, first.toString());
    assertEquals((first.position() - 1) / 100, first.batchId());
    List<Alert> told = of(outputs, "drift");
    assertEquals("errors", told.get(0).key());
    assertEquals(first.time(), told.get(0).since());
    assertEquals(AlertState.RESOLVED, told.get(told.size() - 1).state());
  }

  @ParameterizedTest
  @EnumSource(BatchStep.class)
  void shouldTellTheSameWhereverItCrashes(BatchStep step) {
    Outputs undisturbed = new Outputs();
    try (StreamTestDriver driver = driver(undisturbed)) {
      runOut(driver, ROWS / 100);
    }
    Outputs outputs = new Outputs();
    try (StreamTestDriver driver = driver(outputs)) {
      runOut(driver, 31);
      driver.advance(Duration.ofSeconds(1));
      driver.crashAt(step);
      driver.recover();
      if (outputs.reports.batches().size() < 32) {
        driver.runBatch();
      }
      runOut(driver, ROWS / 100 - 32);
    }
    assertEquals(undisturbed.alerts.records(), outputs.alerts.records());
  }
}
