package dev.millrace.ml.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.time.ManualClock;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.evaluate.LabelReport;
import dev.millrace.ml.evaluate.LearnerReport;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.linear.LogisticRegression;
import java.io.IOException;
import java.io.Serializable;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows that wait for their labels in a checkpoint that an earlier version wrote get them as if
 * nothing had happened. To write one: {@code -Dgolden.labels=DIRECTORY}.
 */
class GoldenDelayedLabelsTest {
  private static final int BATCH = 60;
  private static final int BEFORE = 5;
  private static final int AFTER = 4;
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

  private record Event(Instant at, String payment, boolean isNews, double x, boolean isFraud)
      implements Serializable {
    String verdict() {
      return isFraud ? "fraud" : "honest";
    }
  }

  @TempDir Path directory;

  private final MemorySink<Double> outputs = new MemorySink<>();
  private PrequentialReport report;

  /** News come within 25 hours, some before the payment, some twice, some never. */
  private static List<Event> events() {
    SplittableRandom random = new SplittableRandom(3);
    List<Event> events = new ArrayList<>();
    for (int i = 0; events.size() < BATCH * (BEFORE + AFTER); i++) {
      Instant at = START.plusSeconds(600L * i);
      boolean isFraud = random.nextInt(3) == 0;
      double x = (isFraud ? 0.5 : -0.5) + random.nextDouble();
      events.add(new Event(at, "p" + i, false, x, isFraud));
      int news = random.nextInt(4) == 0 ? 2 : random.nextInt(5) == 0 ? 0 : 1;
      for (int copy = 0; copy < news; copy++) {
        Instant known = at.plusSeconds(random.nextInt(108_000) - 20_000);
        events.add(new Event(known, "p" + i, true, 0, isFraud));
      }
    }
    events.sort(Comparator.comparing(Event::at));
    return events.subList(0, BATCH * (BEFORE + AFTER));
  }

  private void run(Path place, int batches) {
    StreamingConfig config =
        StreamingConfig.named("labels")
            .withClock(new ManualClock(Instant.EPOCH))
            .withThreads(1)
            .withMaxBatchRecords(BATCH)
            .withRetainCheckpoints(1)
            .withCheckpoint(place);
    List<LearningStream<?>> described = new ArrayList<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            config,
            context -> {
              DStream<Event> events =
                  context.source("events", ReplaySource.ofSplits(List.of(events())));
              LearningStream<Event> stream =
                  LearningStream.on(
                          events.filter(event -> !event.isNews()),
                          Features.<Event>of()
                              .numeric("x", Event::x)
                              .classes("honest", "fraud")
                              .build())
                      .delayedLabels(
                          events.filter(Event::isNews),
                          DelayedLabels.<Event, Event>of(
                                  Event::payment,
                                  Event::at,
                                  Event::payment,
                                  Event::at,
                                  LabelValue.classOf(Event::verdict))
                              .withHorizon(Duration.ofHours(20))
                              .withUnlabelled(Unlabelled.NEGATIVE)
                              .withEarlyWait(Duration.ofHours(8)))
                      .learner(
                          "logistic", new LogisticRegression(LogisticRegression.Options.defaults()))
                      .evaluate(EvaluationMode.PER_ROW, 50)
                      .named("fraud");
              stream.predictions().map(Scored::output).to("outputs", outputs);
              described.add(stream);
            })) {
      for (int batch = 0; batch < batches; batch++) {
        driver.runBatch();
      }
      report = described.get(described.size() - 1).report();
    }
  }

  @Test
  void shouldGiveRowsThatWaitTheirLabels() throws IOException, URISyntaxException {
    run(directory.resolve("undisturbed"), BEFORE);
    LabelReport half = report.labels();
    assertTrue(half.pending() > 20 && half.waiting() > 0, half.toString());
    outputs.clear();
    run(directory.resolve("undisturbed"), AFTER);
    PrequentialReport expected = report;
    List<Double> expectedOutputs = outputs.records();
    assertTrue(expected.labels().labelled() > half.labelled() + 20, expected.labels().toString());
    assertTrue(expected.labels().expired() > half.expired(), expected.labels().toString());
    outputs.clear();
    Path golden = Files.createDirectory(directory.resolve("golden"));
    String name = "ckpt-%020d".formatted(BEFORE - 1);
    Files.copy(
        Path.of(getClass().getResource("/golden/checkpoint-2-labels/" + name).toURI()),
        golden.resolve(name));
    run(golden, AFTER);
    assertEquals(expected.labels(), report.labels());
    List<Double> actual = outputs.records();
    assertEquals(expectedOutputs.size(), actual.size());
    for (int row = 0; row < actual.size(); row++) {
      assertEquals(expectedOutputs.get(row), actual.get(row), 1e-12, "row " + row);
    }
    LearnerReport learner = report.learner("logistic");
    assertEquals(expected.learner("logistic").rowsLearned(), learner.rowsLearned());
    expected
        .learner("logistic")
        .cumulative()
        .forEach((figure, value) -> assertEquals(value, learner.cumulative().get(figure), 1e-12));
  }

  @Test
  void shouldWriteAGoldenCheckpointWhenAsked() {
    Path target = Path.of(System.getProperty("golden.labels", directory.resolve("new").toString()));
    run(target, BEFORE);
    assertEquals(BEFORE - 1, CheckpointStore.open(target).newest().orElseThrow().batchId());
  }
}
