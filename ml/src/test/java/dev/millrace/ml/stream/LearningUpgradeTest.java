package dev.millrace.ml.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.time.ManualClock;
import dev.millrace.ml.Learner;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Statistic;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.model.ModelVersions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Learned state meets code that has changed: the table "Upgrading a pipeline" of core's README. */
class LearningUpgradeTest {
  private static final int BATCH = 50;
  private static final int BEFORE = 4;
  private static final int AFTER = 3;

  record Point(String card, double x, double y, int label) {}

  @TempDir Path directory;

  private final MemorySink<Double> outputs = new MemorySink<>();

  private static List<Point> points() {
    SplittableRandom random = new SplittableRandom(5);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < BATCH * (BEFORE + AFTER); i++) {
      double x = random.nextDouble() - 0.5;
      double y = random.nextDouble() - 0.5;
      points.add(new Point("c" + i % 7, x, y, x + y > 0.2 * random.nextDouble() ? 1 : 0));
    }
    return points;
  }

  private static Features<Point> columns() {
    return Features.<Point>of()
        .numeric("x", Point::x)
        .numeric("y", Point::y)
        .rolling("x", Point::card, Point::x, 5, Statistic.MEAN);
  }

  private static FeatureExtractor<Point> features() {
    return columns().labelClass(p -> Integer.toString(p.label()), "0", "1").build();
  }

  private static Learner<?> learner(String spec) {
    return LearnerCatalog.create(spec, new Schema(List.of(), List.of("0", "1"), false), 1);
  }

  private static Map<String, Learner<?>> learners(String champion) {
    Map<String, Learner<?>> learners = new LinkedHashMap<>();
    learners.put("champion", learner(champion));
    learners.put("majority", new MajorityClass(2));
    return learners;
  }

  private StreamTestDriver start(
      Path place, FeatureExtractor<Point> features, Map<String, Learner<?>> learners) {
    StreamingConfig config =
        StreamingConfig.named("learning")
            .withClock(new ManualClock(Instant.EPOCH))
            .withThreads(1)
            .withMaxBatchRecords(BATCH)
            .withRetainCheckpoints(1)
            .withCheckpoint(place);
    return StreamTestDriver.of(
        config,
        context -> {
          var rows = context.source("points", ReplaySource.ofSplits(List.of(points())));
          var stream = LearningStream.on(rows, features);
          learners.forEach(stream::learner);
          stream
              .evaluate(EvaluationMode.PER_ROW, 100)
              .named("fraud")
              .predictions()
              .map(Scored::output)
              .to("outputs", outputs);
        });
  }

  private void run(Path place, int batches, String champion) {
    try (StreamTestDriver driver = start(place, features(), learners(champion))) {
      for (int batch = 0; batch < batches; batch++) {
        driver.runBatch();
      }
    }
  }

  private static final String LOGISTIC = "logistic-regression:learningRate=0.1";

  private String refused(FeatureExtractor<Point> features, Map<String, Learner<?>> learners) {
    CheckpointException failure =
        assertThrows(CheckpointException.class, () -> start(directory, features, learners));
    assertTrue(failure.getMessage().contains("'fraud'"), failure.getMessage());
    assertTrue(failure.getMessage().contains("withFresh(\"fraud\")"), failure.getMessage());
    return failure.getMessage();
  }

  /**
   * Written by the version that had this format, and read for ever; {@code -Dgolden} writes one.
   */
  @Test
  void shouldGoOnLearningFromAGoldenCheckpoint() throws IOException, URISyntaxException {
    run(directory.resolve("undisturbed"), BEFORE + AFTER, LOGISTIC);
    List<Double> expected = outputs.records().subList(BEFORE * BATCH, (BEFORE + AFTER) * BATCH);
    outputs.clear();
    Path golden = Files.createDirectory(directory.resolve("golden"));
    String name = "ckpt-00000000000000000003";
    Files.copy(
        Path.of(getClass().getResource("/golden/checkpoint-2/" + name).toURI()),
        golden.resolve(name));
    ModelVersions versions = ModelVersions.open(golden);
    assertEquals(List.of("champion", "majority"), versions.names());
    assertEquals(200, versions.load("champion", 3).learner().rowsLearned());
    run(golden, AFTER, LOGISTIC);
    List<Double> actual = outputs.records();
    assertEquals(expected.size(), actual.size());
    for (int row = 0; row < expected.size(); row++) {
      assertEquals(expected.get(row), actual.get(row), 1e-12, "row " + row);
    }
  }

  @Test
  void shouldWriteAGoldenCheckpointWhenAsked() {
    Path target = Path.of(System.getProperty("golden", directory.resolve("new").toString()));
    run(target, BEFORE, LOGISTIC);
    assertEquals(BEFORE - 1, ModelVersions.open(target).newest().orElseThrow());
  }

  @Test
  void shouldGoOnWithAnotherHyperParameter() {
    run(directory, BEFORE, LOGISTIC);
    Map<String, Double> before =
        ModelVersions.open(directory).load("champion", BEFORE - 1).parameters();
    Path slow = directory.resolve("slow");
    run(slow, BEFORE, LOGISTIC);
    run(directory, AFTER, LOGISTIC);
    run(slow, AFTER, "logistic-regression:learningRate=0");
    int last = BEFORE + AFTER - 1;
    Map<String, Double> stopped = ModelVersions.open(slow).load("champion", last).parameters();
    Map<String, Double> went = ModelVersions.open(directory).load("champion", last).parameters();
    assertEquals(350, ModelVersions.open(slow).load("champion", last).learner().rowsLearned());
    assertTrue(Math.abs(stopped.get("x") - went.get("x")) > 0, stopped + " " + before);
  }

  @Test
  void shouldNameTheFeatureThatIsNew() {
    run(directory, BEFORE, LOGISTIC);
    String failure =
        refused(
            columns()
                .numeric("xy", p -> p.x() * p.y())
                .labelClass(p -> Integer.toString(p.label()), "0", "1")
                .build(),
            learners(LOGISTIC));
    assertTrue(failure.contains("know 3 features, the pipeline has 4"), failure);
    assertTrue(failure.contains("'xy'"), failure);
  }

  @Test
  void shouldNameTheClassThatIsNew() {
    run(directory, BEFORE, LOGISTIC);
    String failure =
        refused(
            columns().labelClass(p -> Integer.toString(p.label()), "0", "1", "2").build(),
            Map.of("majority", new MajorityClass(3)));
    assertTrue(failure.contains("know 2 classes, the pipeline has 3"), failure);
  }

  @Test
  void shouldNameTheLearnerThatIsOfAnotherKind() {
    run(directory, BEFORE, LOGISTIC);
    String failure = refused(features(), learners("mini-batch-logistic-regression"));
    assertTrue(failure.contains("champion"), failure);
    assertTrue(failure.contains("a learner logistic-regression, not mini-batch"), failure);
  }

  @Test
  void shouldStartANewLearnerEmptyAndDropOneThatIsGone() {
    run(directory, BEFORE, LOGISTIC);
    Map<String, Learner<?>> others = new LinkedHashMap<>();
    others.put("champion", learner(LOGISTIC));
    others.put("challenger", learner("logistic-regression:learningRate=0.5"));
    try (StreamTestDriver driver = start(directory, features(), others)) {
      driver.runBatch();
    }
    ModelVersions versions = ModelVersions.open(directory);
    assertEquals(List.of("champion", "challenger"), versions.names());
    assertEquals(250, versions.load("champion", BEFORE).learner().rowsLearned());
    assertEquals(50, versions.load("challenger", BEFORE).learner().rowsLearned());
  }
}
