package dev.millrace.ml.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.DStream;
import dev.millrace.core.MillraceException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.ShippingEngine;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.ml.MergeableLearner;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.cluster.KMeansOptions;
import dev.millrace.ml.cluster.MiniBatchKMeans;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.TextOptions;
import dev.millrace.ml.feature.TimePart;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.linear.GradientSum;
import dev.millrace.ml.linear.LinearRegression;
import dev.millrace.ml.linear.LogisticModel;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.linear.MiniBatchLinearRegression;
import dev.millrace.ml.linear.MiniBatchLogisticRegression;
import dev.millrace.ml.linear.RecursiveLeastSquares;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What learns on an engine that ships everything learns the same, bit for bit, as on a local one.
 */
class ShippedLearningTest {
  private static final int BATCH = 400;

  /** Every eleventh x is not a number, every seventh verdict is not known. */
  record Point(double x, double y, String verdict, String text) implements Serializable {}

  private static List<List<Point>> points(long seed) {
    return points(seed, 5, 300);
  }

  private static List<List<Point>> points(long seed, int splitCount, int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Point>> splits = new ArrayList<>();
    for (int split = 0; split < splitCount; split++) {
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        double x = random.nextDouble() - 0.5;
        double y = random.nextDouble() - 0.5;
        String verdict = x + y + 0.3 * random.nextDouble() > 0.2 ? "yes" : "no";
        points.add(
            new Point(
                i % 11 == 3 ? Double.NaN : x,
                y,
                i % 7 == 2 ? null : verdict,
                "word" + random.nextInt(20) + " word" + random.nextInt(20)));
      }
      splits.add(points);
    }
    return splits;
  }

  private static Features<Point> columns() {
    return Features.<Point>of().numeric("x", Point::x).numeric("y", Point::y);
  }

  private static FeatureExtractor<Point> classes() {
    return columns().labelClass(Point::verdict, "no", "yes").build();
  }

  private static LogisticRegression logistic() {
    return new LogisticRegression(LogisticRegression.Options.defaults());
  }

  private static MiniBatchLogisticRegression miniBatch() {
    return new MiniBatchLogisticRegression(LogisticRegression.Options.defaults());
  }

  /** What a run leaves behind. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  private record Result(
      byte[] checkpoint, List<String> predictions, List<String> figures, List<String> letters) {}

  private static StreamingConfig config(EngineProvider engine) {
    return StreamingConfig.named("test").withMaxBatchRecords(BATCH).withEngine(engine);
  }

  private static Result run(
      EngineProvider engine,
      FeatureExtractor<Point> features,
      UnaryOperator<LearningStream.Builder<Point>> describe) {
    return run(engine, points(1), features, describe);
  }

  private static Result run(
      EngineProvider engine,
      List<List<Point>> points,
      FeatureExtractor<Point> features,
      UnaryOperator<LearningStream.Builder<Point>> describe) {
    MemorySink<String> predictions = new MemorySink<>();
    MemorySink<String> figures = new MemorySink<>();
    MemorySink<DeadLetter> letters = new MemorySink<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            config(engine),
            context -> {
              DStream<Point> source = context.source("points", ReplaySource.ofSplits(points));
              LearningStream<Point> learning =
                  describe.apply(LearningStream.on(source, features)).named("learning");
              learning.predictions().map(ShippedLearningTest::text).to("predictions", predictions);
              learning.metrics().map(ShippedLearningTest::text).to("figures", figures);
              context.deadLetters(letters);
            })) {
      driver.runAll();
      return new Result(
          state(driver),
          predictions.records(),
          figures.records(),
          letters.records().stream().map(DeadLetter::toString).toList());
    }
  }

  private static byte[] state(StreamTestDriver driver) {
    return driver.checkpoint().orElseThrow().parts().get("learning");
  }

  private static String text(Scored<Point> scored) {
    StringBuilder text = new StringBuilder(scored.row() + " " + scored.modelVersion());
    for (String learner : scored.learners()) {
      text.append(' ').append(scored.output(learner)).append(' ').append(scored.decided(learner));
    }
    return text.toString();
  }

  private static String text(PrequentialReport report) {
    StringBuilder text = new StringBuilder();
    report
        .learners()
        .forEach(
            learner ->
                text.append(learner.name())
                    .append(learner.cumulative())
                    .append(learner.sliding())
                    .append(learner.threshold()));
    return text.toString();
  }

  private static void assertTheSame(
      FeatureExtractor<Point> features, UnaryOperator<LearningStream.Builder<Point>> describe) {
    Result local = run(() -> LocalEngine.withThreads(2), features, describe);
    Result shipped = run(ShippingEngine.provider(2), features, describe);
    assertEquals(local.predictions(), shipped.predictions());
    assertEquals(local.figures(), shipped.figures());
    assertEquals(local.letters(), shipped.letters());
    assertArrayEquals(local.checkpoint(), shipped.checkpoint());
    assertEquals(1500 - 5 * 27, local.predictions().size());
    assertEquals(5 * 27, local.letters().size());
  }

  @Test
  void shouldLearnRowByRow() {
    for (EvaluationMode mode : EvaluationMode.values()) {
      assertTheSame(
          classes(),
          stream ->
              stream
                  .learner("logistic", logistic())
                  .learner("majority", MajorityClass.of(classes().schema()))
                  .threshold(10, 1)
                  .evaluate(mode, 100));
    }
  }

  @Test
  void shouldSumUpWhereRowsAre() {
    for (EvaluationMode mode : EvaluationMode.values()) {
      assertTheSame(
          classes(),
          stream -> stream.learner("a", miniBatch()).threshold(10, 1).evaluate(mode, 100));
    }
  }

  /** 11 sums of half a megabyte each: they are merged by fours before they go to the driver. */
  @Test
  void shouldMergeLargeSumsWhereTheyAre() {
    FeatureExtractor<Point> wide =
        columns()
            .hashedText("text", Point::text, new TextOptions(1 << 16, 2))
            .labelClass(Point::verdict, "no", "yes")
            .sparse()
            .build();
    List<List<Point>> points = points(3, 11, 150);
    UnaryOperator<LearningStream.Builder<Point>> learners =
        stream ->
            stream
                .learner("a", miniBatch())
                .learner("b", miniBatch())
                .evaluate(EvaluationMode.PER_BATCH, 100);
    Result local = run(() -> LocalEngine.withThreads(2), points, wide, learners);
    Result shipped = run(ShippingEngine.provider(2), points, wide, learners);
    assertEquals(local.predictions(), shipped.predictions());
    assertEquals(local.figures(), shipped.figures());
    assertEquals(local.letters(), shipped.letters());
    assertArrayEquals(local.checkpoint(), shipped.checkpoint());
  }

  @Test
  void shouldMixBothKinds() {
    assertTheSame(
        classes(),
        stream ->
            stream
                .learner("a", miniBatch())
                .learner("b", logistic())
                .learner("c", new MiniBatchKMeans(KMeansOptions.of(3)))
                .evaluate(EvaluationMode.PER_BATCH, 100));
  }

  @Test
  void shouldLearnNumbers() {
    assertTheSame(
        columns().label(point -> 2 * point.y()).build(),
        stream ->
            stream
                .learner(
                    "mini-batch",
                    new MiniBatchLinearRegression(LinearRegression.Options.defaults()))
                .learner(
                    "least squares",
                    new RecursiveLeastSquares(RecursiveLeastSquares.Options.defaults()))
                .evaluate(EvaluationMode.PER_BATCH, 100));
  }

  @Test
  void shouldLearnFromSparseRows() {
    FeatureExtractor<Point> features =
        columns()
            .hashedText("text", Point::text, new TextOptions(1 << 12, 2))
            .oneHot("known", Point::text, "word1 word1", "word2 word2")
            .hashed("hash", Point::verdict, 64)
            .vector("both", List.of("both0", "both1"), point -> new double[] {point.x(), 1})
            .time("at", point -> Instant.EPOCH, ZoneOffset.UTC, TimePart.values())
            .interaction("x", "y")
            .weight(point -> 1 + point.y())
            .labelClass(Point::verdict, "no", "yes")
            .sparse()
            .build();
    assertTheSame(
        features, stream -> stream.learner("mini-batch", miniBatch()).learner("b", logistic()));
  }

  @Test
  void shouldLearnFromRowsThatRememberOthers() {
    FeatureExtractor<Point> features =
        columns()
            .lag("before", Point::text, Point::y, 1, 2)
            .oneHot("text", Point::text, 10)
            .labelClass(Point::verdict, "no", "yes")
            .build();
    assertTheSame(
        features, stream -> stream.learner("mini-batch", miniBatch()).learner("b", logistic()));
  }

  @Test
  void shouldFailAsOnALocalEngineWhereALearnerRefusesRows() {
    FeatureExtractor<Point> wrong = columns().label(point -> 7).build();
    for (EngineProvider engine :
        List.<EngineProvider>of(() -> LocalEngine.withThreads(2), ShippingEngine.provider(2))) {
      String message =
          assertThrows(
                  MillraceException.class,
                  () -> run(engine, wrong, stream -> stream.learner("a", miniBatch())))
              .getMessage();
      assertTrue(message.contains("expected class 0 or 1 as label, got 7.0"), message);
    }
  }

  @Test
  void shouldMoveACheckpointBetweenEngines(@TempDir Path directory) throws Exception {
    Map<String, Function<Integer, Engine>> engines = new LinkedHashMap<>();
    engines.put("local", batch -> LocalEngine.withThreads(2));
    engines.put(
        "local, then shipped",
        batch -> batch < 2 ? LocalEngine.withThreads(1) : ShippingEngine.withThreads(2));
    engines.put(
        "shipped, then local",
        batch -> batch < 2 ? ShippingEngine.withThreads(2) : LocalEngine.withThreads(3));
    List<byte[]> checkpoints = new ArrayList<>();
    for (Map.Entry<String, Function<Integer, Engine>> run : engines.entrySet()) {
      Path checkpoint = Files.createDirectory(directory.resolve(run.getKey()));
      for (int batch = 0; batch < 4; batch++) {
        int now = batch;
        try (StreamTestDriver driver =
            StreamTestDriver.of(
                config(() -> run.getValue().apply(now)).withCheckpoint(checkpoint),
                context ->
                    LearningStream.on(
                            context.source("points", ReplaySource.ofSplits(points(2))), classes())
                        .learner("a", miniBatch())
                        .learner("b", logistic())
                        .learner("c", new MiniBatchKMeans(KMeansOptions.of(3)))
                        .evaluate(EvaluationMode.PER_BATCH, 100)
                        .named("learning"))) {
          driver.runBatch();
          if (batch == 3) {
            checkpoints.add(state(driver));
          }
        }
      }
    }
    assertArrayEquals(checkpoints.get(0), checkpoints.get(1));
    assertArrayEquals(checkpoints.get(0), checkpoints.get(2));
  }

  /** Can be merged, but not made of its state. */
  private static final class Unknown implements MergeableLearner<LogisticModel, GradientSum> {
    private final MiniBatchLogisticRegression learner = miniBatch();

    @Override
    public String kind() {
      return "unheard-of";
    }

    @Override
    public GradientSum accumulator(int features) {
      return learner.accumulator(features);
    }

    @Override
    public void accumulate(GradientSum accumulator, InstanceBlock block) {
      learner.accumulate(accumulator, block);
    }

    @Override
    public GradientSum merge(GradientSum left, GradientSum right) {
      return learner.merge(left, right);
    }

    @Override
    public void saveAccumulator(GradientSum accumulator, StateWriter out) {
      learner.saveAccumulator(accumulator, out);
    }

    @Override
    public GradientSum restoreAccumulator(StateReader in) {
      return learner.restoreAccumulator(in);
    }

    @Override
    public void apply(GradientSum accumulator) {
      learner.apply(accumulator);
    }

    @Override
    public LogisticModel model() {
      return learner.model();
    }

    @Override
    public Unknown fresh() {
      return new Unknown();
    }

    @Override
    public long rowsLearned() {
      return learner.rowsLearned();
    }

    @Override
    public void save(StateWriter out) {
      learner.save(out);
    }

    @Override
    public void restore(StateReader in) {
      learner.restore(in);
    }
  }

  @Test
  void shouldRefuseWhatCannotTravelWhereItIsPassed() {
    String learner =
        assertThrows(
                ConfigurationException.class,
                () ->
                    run(
                        ShippingEngine.provider(1),
                        classes(),
                        stream -> stream.learner("mine", new Unknown())))
            .getMessage();
    assertTrue(learner.contains("'mine'") && learner.contains("LearnerType"), learner);
    Object lock = new Object();
    FeatureExtractor<Point> locked = columns().numeric("z", point -> lock.hashCode()).build();
    String extractor =
        assertThrows(
                ConfigurationException.class,
                () -> run(ShippingEngine.provider(1), locked, s -> s.learner("a", miniBatch())))
            .getMessage();
    assertTrue(extractor.contains("feature extractor of a learning stream"), extractor);
    run(() -> LocalEngine.withThreads(1), classes(), s -> s.learner("mine", new Unknown()));
  }
}
