package dev.millrace.ml.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.testing.CollectingSink;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.ShippingEngine;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.ml.baseline.LastClass;
import dev.millrace.ml.baseline.LastValue;
import dev.millrace.ml.drift.Drift;
import dev.millrace.ml.drift.DriftStream;
import dev.millrace.ml.drift.PageHinkley;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.evaluate.LabelReport;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Statistic;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.linear.MiniBatchLogisticRegression;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DelayedLabelsTest {
  /** A row, or the label of one; times are hours. */
  record Event(String id, double hour, boolean label, double x, String verdict)
      implements Serializable {
    Instant at() {
      return Instant.EPOCH.plusMillis(Math.round(hour * 3_600_000));
    }
  }

  private static Event row(String id, double hour) {
    return new Event(id, hour, false, hour, "?");
  }

  private static Event label(String id, double hour, String verdict) {
    return new Event(id, hour, true, 0, verdict);
  }

  private static final FeatureExtractor<Event> FEATURES =
      Features.<Event>of().numeric("x", Event::x).classes("no", "yes").build();

  private static DelayedLabels<Event, Event> options() {
    return DelayedLabels.<Event, Event>of(
            Event::id, Event::at, Event::id, Event::at, LabelValue.classOf(Event::verdict))
        .withHorizon(Duration.ofHours(10))
        .withEarlyWait(Duration.ofHours(2))
        .withMemory(Duration.ofHours(5));
  }

  private static LearningStream.Builder<Event> delayed(
      DStream<Event> events,
      FeatureExtractor<Event> features,
      DelayedLabels<Event, Event> options) {
    return LearningStream.on(events.filter(event -> !event.label()), features)
        .delayedLabels(events.filter(Event::label), options);
  }

  private static LogisticRegression logistic() {
    return new LogisticRegression(LogisticRegression.Options.defaults());
  }

  /** What a stream of one learner, the last class, reports when all events have come. */
  private static LabelReport report(
      DelayedLabels<Event, Event> options, int batch, List<Event> events) {
    AtomicReference<LearningStream<Event>> learning = new AtomicReference<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            StreamingConfig.named("test").withMaxBatchRecords(batch),
            context ->
                learning.set(
                    delayed(context.source("events", ReplaySource.of(events)), FEATURES, options)
                        .learner("last", new LastClass(2))
                        .evaluate(EvaluationMode.PER_ROW, 100)
                        .named("learning")))) {
      driver.runAll();
    }
    return learning.get().report().labels();
  }

  @Test
  void shouldCountWhatBecomesOfRowsAndLabels() {
    List<Event> events =
        List.of(
            label("b", 0.5, "yes"), // early, meets its row
            row("a", 1),
            row("b", 1),
            row("a", 2), // twice
            label("z", 3, "no"), // early, meets none
            label("a", 4, "no"),
            label("a", 5, "yes"), // twice
            row("c", 6),
            row("d", 7),
            label("c", 16, "yes"), // at the last moment
            label("d", 17.5, "yes"), // late
            row("e", 30), // everything before is forgotten
            label("a", 31, "no")); // waits
    for (int batch : new int[] {1, 3, 100}) {
      LabelReport report = report(options(), batch, events);
      LabelReport counts = new LabelReport(6, 7, 1, 1, 3, 1, 0, 1, 1, 3, 1, 1, report.latency());
      assertEquals(counts, report, "batches of " + batch);
      assertEquals(Duration.ofMinutes(13 * 60 / 3), report.latency().mean());
      assertEquals(Duration.ofHours(10), report.latency().max());
    }
  }

  @Test
  void shouldBoundWhatIsPending() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      events.add(row("r" + i, 1 + 0.1 * i));
    }
    events.add(label("r0", 2, "no"));
    events.add(label("r7", 2, "no"));
    LabelReport oldest = report(options().withMaxPending(3, Overflow.DROP_OLDEST), 4, events);
    assertEquals(5, oldest.dropped());
    assertEquals(1, oldest.labelled(), "r7 is there still");
    assertEquals(1, oldest.waiting(), "r0 is forgotten");
    LabelReport newest = report(options().withMaxPending(3, Overflow.DROP_NEWEST), 4, events);
    assertEquals(5, newest.dropped());
    assertEquals(1, newest.labelled(), "r0 is there still");
    assertEquals(2, newest.pending());
  }

  @Test
  void shouldPredictWhenARowComesAndScoreThatWhenItsLabelDoes() {
    List<Event> events =
        List.of(
            row("a", 1),
            row("b", 2),
            label("a", 3, "yes"),
            row("c", 4),
            label("b", 5, "yes"),
            label("c", 6, "no"));
    AtomicReference<LearningStream<Event>> learning = new AtomicReference<>();
    MemorySink<String> predictions = new MemorySink<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            StreamingConfig.named("test").withMaxBatchRecords(4),
            context -> {
              learning.set(
                  delayed(context.source("events", ReplaySource.of(events)), FEATURES, options())
                      .learner("last", new LastClass(2))
                      .evaluate(EvaluationMode.PER_ROW, 100)
                      .named("learning"));
              learning.get().sampleRows(2);
              learning
                  .get()
                  .predictions()
                  .map(s -> s.row().id() + s.decidedClass() + s.hasLabel() + s.modelVersion())
                  .to("predictions", predictions);
            })) {
      driver.runBatch();
      List<SampledRow> sampled = learning.get().sampledRows();
      assertEquals(
          List.of(2.0, 4.0), sampled.stream().map(sample -> sample.features()[0]).toList());
      assertEquals("last", sampled.get(1).predictions().get(0).learner());
      assertEquals(1, sampled.get(1).predictions().get(0).decided());
      BatchReport report = driver.runBatch();
      assertEquals(3, report.stateRows().get("learning"));
    }
    assertEquals(List.of("anofalse-1", "bnofalse-1", "cyesfalse-1"), predictions.records());
    // a and b were taken for no and are yes, c for yes and is no.
    assertEquals(0.0, learning.get().report().learner("last").cumulative().get("accuracy"));
    assertEquals(3, learning.get().report().learner("last").rowsScored());
  }

  @Test
  void shouldTellWhatWasPredictedOfARowWhenItsLabelComes() {
    List<Event> events =
        List.of(
            row("a", 1),
            row("b", 2),
            label("a", 3, "yes"),
            row("c", 4),
            row("d", 4),
            label("c", 6, "no"),
            label("b", 7, "yes"),
            row("e", 20)); // d never got one, and is taken for no
    for (int batch : new int[] {1, 3, 100}) {
      MemorySink<String> labelled = new MemorySink<>();
      MemorySink<Drift> drifts = new MemorySink<>();
      try (StreamTestDriver driver =
          StreamTestDriver.of(
              StreamingConfig.named("test").withMaxBatchRecords(batch),
              context -> {
                LearningStream<Event> learning =
                    delayed(
                            context.source("events", ReplaySource.of(events)),
                            FEATURES,
                            options().withUnlabelled(Unlabelled.NEGATIVE))
                        .learner("last", new LastClass(2))
                        .evaluate(EvaluationMode.PER_ROW, 100)
                        .named("learning");
                learning
                    .labelled()
                    .map(s -> s.row() + " " + s.decidedClass() + " " + s.labelClass())
                    .to("labelled", labelled);
                DriftStream.of(
                        "errors",
                        learning.labelled(),
                        DriftStream.error("last"),
                        () -> new PageHinkley(new PageHinkley.Options(1, 0, 0.1, 1)))
                    .to("drifts", drifts);
              })) {
        driver.runAll();
      }
      assertEquals(List.of("a no yes", "c yes no", "b no yes", "d yes no"), labelled.records());
      assertEquals(List.of(), drifts.records(), "it was wrong each time");
    }
  }

  @Test
  void shouldPutAsideRowsAndLabelsThatCannotBeUsed() {
    List<Event> events =
        List.of(
            row("a", 1),
            new Event("b", 1, false, Double.NaN, "?"),
            new Event(null, 1, false, 1, "?"),
            label("a", 2, "maybe"),
            new Event(null, 2, true, 1, "yes"),
            label("a", 3, "yes"));
    MemorySink<DeadLetter> letters = new MemorySink<>();
    MemorySink<String> predictions = new MemorySink<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            context -> {
              context.deadLetters(letters);
              delayed(context.source("events", ReplaySource.of(events)), FEATURES, options())
                  .learner("last", new LastClass(2))
                  .named("learning")
                  .predictions()
                  .map(scored -> scored.row().id())
                  .to("predictions", predictions);
            })) {
      driver.runAll();
    }
    assertEquals(List.of("a"), predictions.records());
    assertEquals(
        List.of(
            "feature 'x' is NaN",
            "it has no id",
            "label is 'maybe', expected one of no, yes",
            "it has no id"),
        letters.records().stream().map(DeadLetter::reason).toList());
    assertEquals("batch 0, partition 0, row 1", letters.records().get(0).position());
  }

  /** Rows whose features remember others, in two splits; every fate of labels. */
  private static List<List<Event>> splits() {
    SplittableRandom random = new SplittableRandom(5);
    List<List<Event>> splits = List.of(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < 400; i++) {
      double hour = 0.2 * i;
      double x = random.nextDouble() - 0.5;
      splits.get(i % 2).add(new Event("r" + i, hour, false, x, "?"));
      if (i >= 20 && random.nextInt(5) > 0) {
        int of = random.nextInt(9) == 0 ? i + 3 : i - 1 - random.nextInt(70);
        splits.get(random.nextInt(2)).add(label("r" + of, hour, x > 0 ? "yes" : "no"));
      }
    }
    return splits;
  }

  private static FeatureExtractor<Event> remembering() {
    return Features.<Event>of()
        .numeric("x", Event::x)
        .rolling("x", event -> "all", Event::x, 5, Statistic.MEAN)
        .classes("no", "yes")
        .sparse()
        .build();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  private record Result(
      byte[] checkpoint, List<String> predictions, List<String> labelled, LabelReport labels) {}

  private static final class Run implements AutoCloseable {
    private final CollectingSink<String> predictions = new CollectingSink<>();
    private final CollectingSink<String> labelled = new CollectingSink<>();
    private final AtomicReference<LearningStream<Event>> learning = new AtomicReference<>();
    private final StreamTestDriver driver;

    Run(
        StreamingConfig config,
        FeatureExtractor<Event> features,
        int maxPending,
        UnaryOperator<LearningStream.Builder<Event>> learners) {
      driver =
          StreamTestDriver.of(
              config.withMaxBatchRecords(60),
              context -> {
                DStream<Event> events = context.source("events", ReplaySource.ofSplits(splits()));
                DelayedLabels<Event, Event> options =
                    options()
                        .withUnlabelled(Unlabelled.NEGATIVE)
                        .withMaxPending(maxPending, Overflow.DROP_OLDEST);
                learning.set(learners.apply(delayed(events, features, options)).named("learning"));
                learning
                    .get()
                    .predictions()
                    .map(s -> s.row().id() + " " + s.output() + " " + s.decided())
                    .to("predictions", predictions);
                learning
                    .get()
                    .labelled()
                    .map(s -> s.row() + " " + s.output() + " " + s.label() + " " + newestError(s))
                    .to("labelled", labelled);
              });
    }

    private static double newestError(Scored<String> row) throws Exception {
      List<String> learners = row.learners();
      return DriftStream.<String>error(learners.get(learners.size() - 1)).of(row);
    }

    byte[] state() {
      return driver.checkpoint().orElseThrow().parts().get("learning");
    }

    Result result() {
      driver.runAll();
      return new Result(
          state(), predictions.records(), labelled.records(), learning.get().report().labels());
    }

    @Override
    public void close() {
      driver.close();
    }
  }

  @Test
  void shouldSayThatLabelsComeWithTheRows() {
    StreamTestDriver.of(
            context -> {
              LearningStream<Event> learning =
                  LearningStream.on(
                          context.source("events", ReplaySource.of(List.of(row("a", 1)))), FEATURES)
                      .learner("last", new LastClass(2))
                      .named("learning");
              String message =
                  assertThrows(ConfigurationException.class, learning::labelled).getMessage();
              assertTrue(message.contains("predictions()"), message);
              learning.predictions().to("predictions", new MemorySink<>());
            })
        .close();
  }

  private static LearningStream.Builder<Event> allKinds(LearningStream.Builder<Event> stream) {
    return stream
        .learner("logistic", logistic())
        .learner("merged", new MiniBatchLogisticRegression(LogisticRegression.Options.defaults()))
        .learner("last", new LastClass(2))
        .threshold(3, 1)
        .evaluate(EvaluationMode.PER_ROW, 50);
  }

  @ParameterizedTest
  @EnumSource(BatchStep.class)
  void shouldEndInTheSameBytesHoweverOftenItCrashes(BatchStep step) {
    for (int maxPending : new int[] {25, 1000}) {
      try (Run undisturbed = crashTest(maxPending);
          Run crashing = crashTest(maxPending)) {
        Result expected = undisturbed.result();
        for (int i = 0; i < 5; i++) {
          crashing.driver.crashAt(step);
          crashing.driver.recover();
        }
        Result actual = crashing.result();
        assertEquals(expected.predictions(), actual.predictions());
        assertEquals(expected.labelled(), actual.labelled());
        assertEquals(expected.labels(), actual.labels());
        assertArrayEquals(expected.checkpoint(), actual.checkpoint());
        LabelReport labels = expected.labels();
        assertEquals(labels.labelled() + labels.expired(), expected.labelled().size());
        assertTrue(maxPending > 25 ? labels.expired() > 0 : labels.dropped() > 0, "" + labels);
        assertTrue(labels.early() > 0 && labels.duplicateLabels() > 0, labels.toString());
        assertTrue(labels.unknown() > 0 && labels.labelled() > 0, labels.toString());
      }
    }
  }

  private static Run crashTest(int maxPending) {
    return new Run(
        StreamingConfig.named("test"), remembering(), maxPending, DelayedLabelsTest::allKinds);
  }

  @Test
  void shouldGiveTheSameOnAnEngineThatShips() {
    for (FeatureExtractor<Event> features : List.of(FEATURES, remembering())) {
      List<Result> results = new ArrayList<>();
      for (EngineProvider engine :
          List.<EngineProvider>of(() -> LocalEngine.withThreads(2), ShippingEngine.provider(2))) {
        try (Run run =
            new Run(
                StreamingConfig.named("test").withEngine(engine),
                features,
                40,
                DelayedLabelsTest::allKinds)) {
          results.add(run.result());
        }
      }
      assertEquals(results.get(0).predictions(), results.get(1).predictions());
      assertEquals(results.get(0).labelled(), results.get(1).labelled());
      assertEquals(results.get(0).labels(), results.get(1).labels());
      assertArrayEquals(results.get(0).checkpoint(), results.get(1).checkpoint());
    }
  }

  @Test
  void shouldScoreNobodyForWhatItDidNotPredict(@TempDir Path directory) {
    StreamingConfig config = StreamingConfig.named("test").withCheckpoint(directory);
    LabelReport before;
    try (Run first =
        new Run(
            config,
            FEATURES,
            1000,
            stream ->
                stream
                    .learner("gone", new LastClass(2))
                    .learner("stays", logistic())
                    .evaluate(EvaluationMode.PER_BATCH, 50))) {
      first.driver.runBatch();
      first.driver.runBatch();
      before = first.learning.get().report().labels();
      assertTrue(before.pending() > 0);
    }
    try (Run second =
        new Run(
            config,
            FEATURES,
            1000,
            stream ->
                stream
                    .learner("stays", logistic())
                    .learner("new", new LastClass(2))
                    .evaluate(EvaluationMode.PER_BATCH, 50))) {
      assertEquals(before, second.learning.get().report().labels());
      List<String> labelled = second.result().labelled();
      assertTrue(labelled.stream().anyMatch(row -> row.endsWith("NaN")), "no error of the new one");
      assertTrue(labelled.stream().anyMatch(row -> row.endsWith("1.0")), labelled.toString());
      var report = second.learning.get().report();
      long stays = report.learner("stays").rowsLearned();
      assertEquals(stays, report.learner("stays").rowsScored());
      long added = report.learner("new").rowsLearned();
      assertTrue(report.learner("new").rowsScored() < added, "pending rows were not predicted");
      assertTrue(added < stays);
    }
  }

  @Test
  void shouldGoOnWithLearnersThatLabelsCameToAtOnce() {
    FeatureExtractor<Event> labelled =
        Features.<Event>of()
            .numeric("x", Event::x)
            .labelClass(event -> event.x() > 0 ? "yes" : "no", "no", "yes")
            .build();
    AtomicReference<LearningStream<Event>> learning = new AtomicReference<>();
    AtomicReference<Boolean> late = new AtomicReference<>(false);
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            StreamingConfig.named("test").withMaxBatchRecords(100),
            context -> {
              DStream<Event> events = context.source("events", ReplaySource.ofSplits(splits()));
              LearningStream.Builder<Event> stream =
                  late.get()
                      ? delayed(events, labelled, options())
                      : LearningStream.on(events.filter(e -> !e.label()), labelled);
              learning.set(stream.learner("logistic", logistic()).named("learning"));
            })) {
      driver.runBatch();
      driver.stop();
      late.set(true);
      driver.recover();
      driver.runAll();
      LabelReport labels = learning.get().report().labels();
      assertTrue(labels.rows() > 0 && labels.rows() < 400, labels.toString());
    }
  }

  @Test
  void shouldLearnNumbers() {
    FeatureExtractor<Event> features = Features.<Event>of().numeric("x", Event::x).build();
    List<Event> events =
        List.of(row("a", 1), label("a", 2, "7.5"), row("b", 3), label("b", 4, "x"));
    AtomicReference<LearningStream<Event>> learning = new AtomicReference<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            context ->
                learning.set(
                    delayed(
                            context.source("events", ReplaySource.of(events)),
                            features,
                            DelayedLabels.of(
                                Event::id,
                                Event::at,
                                Event::id,
                                Event::at,
                                LabelValue.number(e -> Double.parseDouble(e.verdict()))))
                        .learner("last", new LastValue())
                        .evaluate(EvaluationMode.PER_ROW, 10)
                        .named("learning")))) {
      driver.runAll();
    }
    assertEquals(7.5, learning.get().report().learner("last").cumulative().get("mae"));
    assertEquals(1, learning.get().report().labels().labelled());
  }

  @Test
  void shouldSayWhatDoesNotGoTogether() {
    assertThrows(ConfigurationException.class, () -> options().withHorizon(Duration.ZERO));
    assertThrows(ConfigurationException.class, () -> options().withMemory(Duration.ofDays(40_000)));
    assertThrows(ConfigurationException.class, () -> options().withEarlyWait(Duration.ofHours(-1)));
    assertThrows(
        ConfigurationException.class, () -> options().withMaxPending(0, Overflow.DROP_OLDEST));
    FeatureExtractor<Event> numbers = Features.<Event>of().numeric("x", Event::x).build();
    String message =
        assertThrows(
                ConfigurationException.class,
                () ->
                    StreamTestDriver.of(
                        context ->
                            delayed(
                                    context.source("events", ReplaySource.of(List.of(row("a", 1)))),
                                    numbers,
                                    options().withUnlabelled(Unlabelled.NEGATIVE))
                                .learner("last", new LastValue())
                                .named("learning")))
            .getMessage();
    assertTrue(message.contains("two classes"), message);
  }
}
