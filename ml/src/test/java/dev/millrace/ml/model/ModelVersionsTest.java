package dev.millrace.ml.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.ml.Learner;
import dev.millrace.ml.TestData;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.serve.ServedModel;
import dev.millrace.ml.stream.LearningStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelVersionsTest {
  private static final DenseBlock DATA = TestData.elec2();
  private static final FeatureExtractor<Integer> FEATURES =
      Features.<Integer>of()
          .numeric("price", row -> DATA.values()[row * 8 + 3])
          .numeric("demand", row -> DATA.values()[row * 8 + 4])
          .labelClass(row -> DATA.label(row) == 1 ? "UP" : "DOWN", "DOWN", "UP")
          .build();

  /** A pipeline's directory after six batches, copied for each test. */
  @TempDir private static Path finished;

  private static LearningStream<Integer> finishedLearning;

  @TempDir private Path directory;
  private final AtomicReference<LearningStream<Integer>> learning = new AtomicReference<>();
  private ModelVersions versions;

  private static StreamTestDriver driver(
      Path directory, AtomicReference<LearningStream<Integer>> learning) {
    StreamingConfig config =
        StreamingConfig.named("test")
            .withCheckpoint(directory)
            .withMaxBatchRecords(100)
            .withRetainCheckpoints(3);
    List<Integer> rows = IntStream.range(0, 1000).boxed().toList();
    return StreamTestDriver.of(
        config,
        context ->
            learning.set(
                LearningStream.on(context.source("rows", ReplaySource.of(rows)), FEATURES)
                    .learner(
                        "champion", new LogisticRegression(LogisticRegression.Options.defaults()))
                    .learner("majority", new MajorityClass(2))
                    .threshold(10, 1)
                    .evaluate(EvaluationMode.PER_BATCH, 100)
                    .named("learning")));
  }

  @BeforeAll
  static void runSixBatches() {
    AtomicReference<LearningStream<Integer>> learning = new AtomicReference<>();
    try (StreamTestDriver driver = driver(finished, learning)) {
      for (int i = 0; i < 3; i++) {
        driver.runBatch();
      }
      ModelVersions.open(finished).pin(1);
      for (int i = 0; i < 3; i++) {
        driver.runBatch();
      }
      driver.stop();
    }
    finishedLearning = learning.get();
  }

  @BeforeEach
  void copy() throws IOException {
    try (var files = Files.list(finished)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
    learning.set(finishedLearning);
    versions = ModelVersions.open(directory);
  }

  @Test
  void shouldListWhatRetentionAndPinsKeep() {
    List<ModelVersion> list = versions.list();
    assertEquals(List.of(1L, 3L, 4L, 5L), list.stream().map(ModelVersion::id).toList());
    assertEquals(
        List.of(true, false, false, false), list.stream().map(ModelVersion::pinned).toList());
    assertEquals(
        List.of(
            new ModelVersion.Summary("champion", "logistic-regression", 200),
            new ModelVersion.Summary("majority", "majority-class", 200)),
        list.get(0).models());
    assertEquals(List.of("champion", "majority"), versions.names());
    assertEquals(5, versions.newest().orElseThrow());
  }

  @Test
  void shouldLoadTheModelAsItWasCommitted() {
    StoredModel stored = versions.load("champion", 5);
    double[] expected = new double[1];
    double[] actual = new double[1];
    double[] row = {0.05, 0.4};
    learning.get().predictor("champion").predict(row, 0, expected);
    stored.model().predict(row, 0, actual);
    assertArrayEquals(expected, actual);
    assertEquals(
        learning.get().predictor("champion").current().threshold(), stored.version().threshold());
    assertEquals(List.of("price", "demand"), stored.schema().features());
    assertEquals(List.of("DOWN", "UP"), stored.schema().classes());
    assertEquals(600, stored.learner().rowsLearned());
    assertEquals(learning.get().report().learner("champion").cumulative(), stored.figures());
    assertTrue(stored.parameters().containsKey("price"), stored.parameters().toString());
  }

  @Test
  void shouldEqualALearnerTrainedOnTheRowsOfTheVersion() {
    Learner<?> learner = new LogisticRegression(LogisticRegression.Options.defaults());
    double[] values = new double[400];
    for (int row = 0; row < 200; row++) {
      values[2 * row] = DATA.values()[8 * row + 3];
      values[2 * row + 1] = DATA.values()[8 * row + 4];
    }
    learner.learn(new DenseBlock(200, 2, values, DATA.labels(), DATA.weights()));
    double[] expected = new double[1];
    double[] actual = new double[1];
    learner.model().predict(values, 0, expected);
    versions.load("champion", 1).model().predict(values, 0, actual);
    assertArrayEquals(expected, actual);
  }

  @Test
  void shouldCompareTwoVersions() {
    ModelComparison comparison = versions.compare("champion", 1, 5);
    Difference accuracy =
        comparison.figures().stream()
            .filter(d -> d.name().equals("accuracy"))
            .findFirst()
            .orElseThrow();
    assertEquals(versions.load("champion", 1).figures().get("accuracy"), accuracy.before());
    assertEquals(versions.load("champion", 5).figures().get("accuracy"), accuracy.after());
    assertTrue(
        comparison.parameters().stream().anyMatch(d -> d.before() != d.after()),
        comparison.toString());
  }

  @Test
  void shouldGoOnFromTheVersionThatWasRolledBackTo() {
    versions.unpin(1);
    versions.rollBack(3);
    try (StreamTestDriver driver = driver(directory, learning)) {
      assertEquals(3, learning.get().predictor("champion").current().version());
      driver.runBatch();
      assertEquals(4, learning.get().predictor("champion").current().version());
      assertEquals(500, learning.get().report().rows());
    }
  }

  @Test
  void shouldServeAnyVersionByFeatureName() {
    ServedModel served = versions.serve("champion", 5);
    assertEquals(5, served.currentVersion());
    assertEquals(List.of(1L, 3L, 4L, 5L), served.versions());
    Map<String, Object> row = Map.of("price", 0.05, "demand", 0.4);
    ServedModel.Answers old = served.version(1).orElseThrow().predictRows(List.of(row));
    assertEquals(1, old.version());
    double[] expected = new double[1];
    versions.load("champion", 1).model().predict(new double[] {0.05, 0.4}, 0, expected);
    assertArrayEquals(expected, old.values());
    assertTrue(served.version(2).isEmpty());
  }

  @Test
  void shouldSayWhatThereIsInstead() throws IOException {
    CheckpointException e =
        assertThrows(CheckpointException.class, () -> versions.load("challenger", 5));
    assertEquals(
        "version 5 has no model 'challenger'; it has [champion, majority]", e.getMessage());
    assertThrows(CheckpointException.class, () -> versions.load("champion", 2));
    try (var files = Files.list(directory)) {
      Path newest =
          files
              .filter(f -> f.getFileName().toString().startsWith("ckpt-"))
              .max(Path::compareTo)
              .orElseThrow();
      byte[] bytes = Files.readAllBytes(newest);
      bytes[bytes.length - 5] ^= 1;
      Files.write(newest, bytes);
    }
    List<ModelVersion> list = versions.list();
    assertTrue(list.get(3).damage().isPresent());
    assertEquals(4, versions.newest().orElseThrow());
  }
}
