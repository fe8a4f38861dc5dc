package dev.millrace.ml.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.ShippingEngine;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.ml.Learner;
import dev.millrace.ml.Model;
import dev.millrace.ml.baseline.LastClass;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Statistic;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceBlockBuilder;
import dev.millrace.ml.linear.DecisionThreshold;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.linear.MiniBatchLogisticRegression;
import dev.millrace.ml.serve.Predictor;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.serve.RowReader;
import dev.millrace.ml.serve.ServedModel;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearningStreamTest {
  record Point(double x, double y, String verdict) implements Serializable {}

  private static final FeatureExtractor<Point> FEATURES =
      Features.<Point>of()
          .numeric("x", Point::x)
          .numeric("y", Point::y)
          .labelClass(Point::verdict, "no", "yes")
          .build();

  private static LogisticRegression logistic() {
    return new LogisticRegression(LogisticRegression.Options.defaults());
  }

  private static List<Point> points(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double x = random.nextDouble() - 0.5;
      double y = random.nextDouble() - 0.5;
      points.add(new Point(x, y, x + y + 0.3 * random.nextDouble() > 0.4 ? "yes" : "no"));
    }
    return points;
  }

  private static StreamTestDriver driver(
      List<List<Point>> splits, int batch, Consumer<DStream<Point>> describe) {
    return StreamTestDriver.of(
        StreamingConfig.named("test").withMaxBatchRecords(batch).withThreads(2),
        context -> describe.accept(context.source("points", ReplaySource.ofSplits(splits))));
  }

  /** The predictions of one learner over a stream. */
  private static List<Double> outputs(
      List<List<Point>> splits, int batch, Learner<?> learner, EvaluationMode mode) {
    MemorySink<Double> outputs = new MemorySink<>();
    try (StreamTestDriver driver =
        driver(
            splits,
            batch,
            points ->
                LearningStream.on(points, FEATURES)
                    .learner("champion", learner)
                    .evaluate(mode, 100)
                    .named("learning")
                    .predictions()
                    .map(Scored::output)
                    .to("outputs", outputs))) {
      driver.runAll();
    }
    return outputs.records();
  }

  /** With predictions beside them rows are needed again, and must not be made again. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldMakeRowsOnce(boolean predictionsWanted) {
    AtomicInteger made = new AtomicInteger();
    Consumer<DStream<Point>> learning =
        points -> {
          LearningStream<Point> stream =
              LearningStream.on(
                      points.map(
                          point -> {
                            made.incrementAndGet();
                            return point;
                          }),
                      FEATURES)
                  .learner("champion", logistic())
                  .evaluate(EvaluationMode.PER_BATCH, 100)
                  .named("learning");
          stream.metrics().to("metrics", new MemorySink<>());
          if (predictionsWanted) {
            stream.predictions().to("predictions", new MemorySink<>());
          }
        };
    try (StreamTestDriver driver = driver(List.of(points(50, 1)), 20, learning)) {
      driver.runAll();
    }
    assertEquals(50, made.get());
  }

  @Test
  void shouldPredictRowsWithWhatWasLearnedFromAllRowsBefore() {
    List<Point> points = points(500, 1);
    LogisticRegression alone = logistic();
    List<Double> expected = new ArrayList<>();
    for (Point point : points) {
      double[] out = new double[1];
      InstanceBlockBuilder row = block(List.of(point));
      alone.model().predict(row.block(), out);
      expected.add(out[0]);
      alone.learn(row.block());
    }
    for (int batch : new int[] {1, 7, 500}) {
      assertEquals(expected, outputs(List.of(points), batch, logistic(), EvaluationMode.PER_ROW));
    }
  }

  @Test
  void shouldPredictBatchesWithTheModelOfTheBatchBefore() {
    List<Point> points = points(500, 2);
    LogisticRegression alone = logistic();
    List<Double> expected = new ArrayList<>();
    for (int i = 0; i < points.size(); i += 50) {
      InstanceBlockBuilder rows = block(points.subList(i, i + 50));
      double[] out = new double[50];
      alone.model().predict(rows.block(), out);
      for (double each : out) {
        expected.add(each);
      }
      alone.learn(rows.block());
    }
    assertEquals(expected, outputs(List.of(points), 50, logistic(), EvaluationMode.PER_BATCH));
  }

  @Test
  void shouldNotLookAtABatchBeforePredictingIt() {
    List<Point> points = points(300, 3);
    List<Point> changed = new ArrayList<>(points);
    for (int i = 200; i < 300; i++) {
      Point point = points.get(i);
      changed.set(i, new Point(point.x(), point.y(), point.verdict().equals("yes") ? "no" : "yes"));
    }
    List<Double> before = outputs(List.of(points), 100, logistic(), EvaluationMode.PER_BATCH);
    List<Double> after = outputs(List.of(changed), 100, logistic(), EvaluationMode.PER_BATCH);
    assertEquals(before, after);
    List<Double> perRow = outputs(List.of(points), 100, logistic(), EvaluationMode.PER_ROW);
    List<Double> perRowAfter = outputs(List.of(changed), 100, logistic(), EvaluationMode.PER_ROW);
    assertEquals(perRow.subList(0, 201), perRowAfter.subList(0, 201));
    assertFalse(perRow.equals(perRowAfter));
  }

  @Test
  void shouldGiveTheSameOnAnyNumberOfThreads() {
    List<Point> points = points(4000, 4);
    List<List<Point>> splits =
        List.of(points.subList(0, 1500), points.subList(1500, 1600), points.subList(1600, 4000));
    Function<Integer, byte[]> run =
        threads -> {
          try (StreamTestDriver driver =
              StreamTestDriver.of(
                  StreamingConfig.named("test").withMaxBatchRecords(1500).withThreads(threads),
                  context ->
                      LearningStream.on(
                              context.source("points", ReplaySource.ofSplits(splits)), FEATURES)
                          .learner("row by row", logistic())
                          .learner(
                              "merged",
                              new MiniBatchLogisticRegression(
                                  LogisticRegression.Options.defaults()))
                          .learner("last", new LastClass(2))
                          .evaluate(EvaluationMode.PER_ROW, 100)
                          .named("learning"))) {
            driver.runAll();
            return driver.checkpoint().orElseThrow().parts().get("learning");
          }
        };
    assertArrayEquals(run.apply(1), run.apply(3));
  }

  @Test
  void shouldPutAsideRowsThatCannotBeUsed() {
    List<Point> points = new ArrayList<>(points(100, 5));
    points.set(10, new Point(Double.NaN, 0, "no"));
    points.set(20, new Point(0, Double.POSITIVE_INFINITY, "no"));
    points.set(30, new Point(0, 0, "maybe"));
    points.set(31, new Point(0, 0, null));
    List<Point> good = new ArrayList<>(points);
    good.removeIf(p -> !Double.isFinite(p.x() + p.y()) || "maybe".equals(p.verdict()));
    MemorySink<DeadLetter> letters = new MemorySink<>();
    MemorySink<Double> outputs = new MemorySink<>();
    AtomicReference<LearningStream<Point>> learning = new AtomicReference<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            StreamingConfig.named("test").withMaxBatchRecords(25),
            context -> {
              context.deadLetters(letters);
              learning.set(
                  LearningStream.on(context.source("points", ReplaySource.of(points)), FEATURES)
                      .learner("champion", logistic())
                      .evaluate(EvaluationMode.PER_ROW, 100)
                      .named("learning"));
              learning.get().predictions().map(Scored::output).to("outputs", outputs);
            })) {
      driver.runAll();
    }
    assertEquals(
        List.of(
            new DeadLetter(
                "learning",
                "batch 0, partition 0, row 10",
                "feature 'x' is NaN",
                "Point[x=NaN, y=0.0, verdict=no]"),
            new DeadLetter(
                "learning",
                "batch 0, partition 0, row 20",
                "feature 'y' is Infinity",
                "Point[x=0.0, y=Infinity, verdict=no]"),
            new DeadLetter(
                "learning",
                "batch 1, partition 0, row 5",
                "label is 'maybe', expected one of no, yes",
                "Point[x=0.0, y=0.0, verdict=maybe]")),
        letters.records());
    assertEquals(outputs(List.of(good), 25, logistic(), EvaluationMode.PER_ROW), outputs.records());
    assertEquals(97, learning.get().report().rows());
    assertEquals(96, learning.get().report().learner("champion").rowsScored());
  }

  @Test
  void shouldReportAfterEveryBatchAndShowOnlyWhatIsCommitted() {
    MemorySink<PrequentialReport> reports = new MemorySink<>();
    AtomicReference<LearningStream<Point>> learning = new AtomicReference<>();
    try (StreamTestDriver driver =
        driver(
            List.of(points(100, 6)),
            40,
            points -> {
              learning.set(
                  LearningStream.on(points, FEATURES)
                      .learner("champion", logistic())
                      .evaluate(EvaluationMode.PER_BATCH, 10)
                      .named("learning"));
              learning.get().metrics().to("reports", reports);
            })) {
      assertEquals(-1, learning.get().report().batchId());
      assertEquals(-1, learning.get().predictor("champion").current().version());
      driver.runBatch();
      assertEquals(0, learning.get().predictor("champion").current().version());
      assertEquals(40, learning.get().report().rows());
      driver.runAll();
      assertEquals(
          List.of(40L, 80L, 100L),
          reports.records().stream().map(PrequentialReport::rows).toList());
      assertEquals(100, learning.get().report().learner("champion").rowsLearned());
      assertThrows(IllegalArgumentException.class, () -> learning.get().predictor("challenger"));
    }
  }

  @Test
  void shouldDecideByTheCosts() {
    List<Point> points = points(2000, 7);
    AtomicReference<LearningStream<Point>> learning = new AtomicReference<>();
    MemorySink<Integer> decided = new MemorySink<>();
    try (StreamTestDriver driver =
        driver(
            List.of(points),
            100,
            stream -> {
              learning.set(
                  LearningStream.on(stream, FEATURES)
                      .learner("champion", logistic())
                      .threshold(10, 1)
                      .evaluate(EvaluationMode.PER_ROW, 100)
                      .named("learning"));
              learning.get().predictions().map(Scored::decided).to("decided", decided);
            })) {
      driver.runAll();
    }
    LogisticRegression alone = logistic();
    DecisionThreshold threshold =
        new DecisionThreshold(new DecisionThreshold.Options(10, 1, Double.POSITIVE_INFINITY));
    List<Integer> expected = new ArrayList<>();
    for (Point point : points) {
      double[] out = new double[1];
      InstanceBlockBuilder row = block(List.of(point));
      alone.testThenTrain(row.block(), out);
      expected.add(out[0] > threshold.threshold() ? 1 : 0);
      threshold.learn(out[0], point.verdict().equals("yes"), 1);
    }
    assertEquals(expected, decided.records());
    assertEquals(threshold.threshold(), learning.get().predictor("champion").current().threshold());
    assertTrue(learning.get().report().learner("champion").cumulative().get("recall") > 0.9);
  }

  @Test
  void shouldLetLearnersComeAndGo() {
    AtomicReference<Consumer<LearningStream.Builder<Point>>> learners = new AtomicReference<>();
    AtomicReference<LearningStream<Point>> learning = new AtomicReference<>();
    learners.set(b -> b.learner("champion", logistic()).learner("last", new LastClass(2)));
    try (StreamTestDriver driver =
        driver(
            List.of(points(100, 8)),
            20,
            points -> {
              var builder =
                  LearningStream.on(points, FEATURES).evaluate(EvaluationMode.PER_ROW, 100);
              learners.get().accept(builder);
              learning.set(builder.named("learning"));
            })) {
      driver.runBatch();
      driver.stop();
      learners.set(
          b -> b.learner("majority", new MajorityClass(2)).learner("champion", logistic()));
      driver.recover();
      driver.runAll();
      assertEquals(100, learning.get().report().learner("champion").rowsLearned());
      assertEquals(80, learning.get().report().learner("majority").rowsLearned());
      driver.stop();
      learners.set(b -> b.learner("champion", new LastClass(2)));
      CheckpointException other = assertThrows(CheckpointException.class, driver::recover);
      assertTrue(other.getMessage().contains("champion"), other.getMessage());
    }
  }

  @Test
  void shouldRefuseChangedFeatures() {
    AtomicReference<FeatureExtractor<Point>> features = new AtomicReference<>(FEATURES);
    try (StreamTestDriver driver =
        driver(
            List.of(points(10, 9)),
            5,
            points ->
                LearningStream.on(points, features.get())
                    .learner("champion", logistic())
                    .named("learning"))) {
      driver.runBatch();
      driver.stop();
      features.set(
          Features.<Point>of()
              .numeric("x", Point::x)
              .numeric("z", Point::y)
              .labelClass(Point::verdict, "no", "yes")
              .build());
      CheckpointException e = assertThrows(CheckpointException.class, driver::recover);
      assertTrue(e.getMessage().contains("'y' became 'z'"), e.getMessage());
    }
  }

  @Test
  void shouldRefuseDescriptionsThatMakeNoSense() {
    try (StreamTestDriver driver =
        driver(
            List.of(points(1, 10)),
            1,
            points -> {
              var builder = LearningStream.on(points, FEATURES);
              assertThrows(ConfigurationException.class, () -> builder.named("learning"));
              builder.learner("a", logistic());
              assertThrows(ConfigurationException.class, () -> builder.learner("a", logistic()));
              builder.named("learning");
            })) {
      assertEquals(1, driver.runAll());
    }
  }

  private static InstanceBlockBuilder block(List<Point> points) {
    InstanceBlockBuilder rows = new InstanceBlockBuilder(FEATURES.schema());
    for (Point point : points) {
      try {
        FEATURES.extract(point, rows);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      assertTrue(rows.endRow());
    }
    return rows;
  }

  /** The feature is how many rows there were: it must tell of as many as the model has learned. */
  @Test
  @SuppressWarnings("unchecked") // the stream is one of points
  void shouldPublishModelAndExtractorOfTheSameCommitForGood() throws Exception {
    FeatureExtractor<Point> counting =
        Features.<Point>of()
            .rolling("rows", p -> "all", Point::x, 1_000, Statistic.COUNT)
            .labelClass(Point::verdict, "no", "yes")
            .build();
    AtomicReference<LearningStream<Point>> learning = new AtomicReference<>();
    Point probe = new Point(0, 0, "no");
    List<Predictor.Version<Model>> versions = new ArrayList<>();
    List<ServedModel> pinned = new ArrayList<>();
    List<Double> answers = new ArrayList<>();
    try (StreamTestDriver driver =
        driver(
            List.of(points(50, 3)),
            10,
            points ->
                learning.set(
                    LearningStream.on(points, counting)
                        .learner("champion", logistic())
                        .named("learning")))) {
      for (int batch = 0; batch <= 5; batch++) {
        Predictor<Model> predictor = learning.get().predictor("champion");
        ServedModel served =
            PredictorModel.of(predictor, RowReader.ofRecord(Point.class, Set.of("verdict")))
                .pinned();
        versions.add(predictor.current());
        pinned.add(served);
        answers.add(answer(served));
        if (batch < 5) {
          driver.runBatch();
        }
      }
    }
    for (int i = 0; i < versions.size(); i++) {
      assertEquals(i - 1, versions.get(i).version());
      InstanceBlockBuilder row = new InstanceBlockBuilder(counting.schema());
      FeatureExtractor<Point> extractor =
          (FeatureExtractor<Point>) versions.get(i).extractor().orElseThrow();
      extractor.extract(probe, row);
      row.endRow();
      assertEquals(10.0 * i, ((DenseBlock) row.block()).values()[0]);
      assertEquals(answers.get(i), answer(pinned.get(i)));
    }
  }

  private static double answer(ServedModel model) {
    return model.predictRows(List.of(Map.of("x", 0, "y", 0))).values()[0];
  }

  @Test
  void shouldRefuseFeaturesThatCannotTravelWhereTheyArePassed() {
    Object lock = new Object();
    FeatureExtractor<Point> features =
        Features.<Point>of().numeric("x", point -> point.x() + lock.hashCode()).build();
    StreamingConfig config = StreamingConfig.named("test");
    ReplaySource<Point> source = ReplaySource.ofSplits(List.of(points(1, 1)));
    DStream<Point> shipped =
        StreamingContext.create(config.withEngine(ShippingEngine.provider(1)))
            .source("points", source);
    String message =
        assertThrows(ConfigurationException.class, () -> LearningStream.on(shipped, features))
            .getMessage();
    assertTrue(message.startsWith("feature extractor of a learning stream cannot"), message);
    assertTrue(message.contains("captured variable lock (java.lang.Object)"), message);
    LearningStream.on(StreamingContext.create(config).source("points", source), features);
  }

  @Test
  void shouldShowTheLastRowsOfTheCommittedBatchAlsoAfterOneOfNone() {
    List<Point> points = points(21, 9);
    points.set(20, new Point(-10, 0, "no"));
    AtomicReference<LearningStream<Point>> learning = new AtomicReference<>();
    MemorySink<Double> outputs = new MemorySink<>();
    try (StreamTestDriver driver =
        driver(
            List.of(points),
            10,
            stream -> {
              LearningStream<Point> described =
                  LearningStream.on(stream.filter(point -> point.x() > -10), FEATURES)
                      .learner("champion", logistic())
                      .learner("majority", new MajorityClass(2))
                      .evaluate(EvaluationMode.PER_BATCH, 100)
                      .named("learning");
              described.sampleRows(3);
              described.predictions().map(s -> s.output("champion")).to("outputs", outputs);
              learning.set(described);
            })) {
      driver.runBatch();
      driver.runBatch();
      driver.runBatch();
    }
    List<SampledRow> rows = learning.get().sampledRows();
    List<Double> last = outputs.records().subList(outputs.records().size() - 3, 20);
    assertEquals(3, rows.size());
    for (int i = 0; i < 3; i++) {
      assertEquals(1, rows.get(i).batchId());
      assertEquals(0, rows.get(i).modelVersion());
      assertEquals("champion", rows.get(i).predictions().get(0).learner());
      assertEquals(last.get(i), rows.get(i).predictions().get(0).outputs()[0]);
      assertEquals(2, rows.get(i).features().length);
    }
  }
}
