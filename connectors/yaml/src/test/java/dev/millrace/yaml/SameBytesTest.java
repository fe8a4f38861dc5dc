package dev.millrace.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.alert.Alert;
import dev.millrace.core.alert.AlertRule;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.time.ManualClock;
import dev.millrace.file.CsvColumns;
import dev.millrace.file.CsvSchema;
import dev.millrace.file.FileOptions;
import dev.millrace.file.FileSink;
import dev.millrace.file.FileSource;
import dev.millrace.ml.baseline.FrozenAfter;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Statistic;
import dev.millrace.ml.feature.TimePart;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.ml.stream.Scored;
import dev.millrace.notebooks.ShippedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Card payments, once as YAML and once as Java: output files and checkpoints are the same. */
class SameBytesTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @TempDir Path directory;

  @Test
  void shouldGiveTheBytesThatJavaGives() throws Exception {
    Path data = ShippedData.file("card-transactions.csv.gz");
    Path declared = directory.resolve("declared");
    Path file = Path.of("src/test/resources/payments.yaml");
    PipelineFile yaml =
        PipelineFile.read(file)
            .with("sources.payments.path", data.toString())
            .with("checkpoint.path", declared.resolve("checkpoint").toString())
            .with("outputs.predictions.to.path", declared.resolve("predictions").toString())
            .with("outputs.suspects.to.path", declared.resolve("suspects").toString())
            .with("outputs.told.to.path", declared.resolve("told").toString());
    StreamingConfig config = yaml.config().withClock(new ManualClock(NOW));
    try (StreamingContext context = StreamingContext.create(config)) {
      yaml.describe(context);
      context.start();
      context.awaitTermination();
    }
    Path written = directory.resolve("written");
    inJava(data, written);

    Map<String, String> expected = files(written);
    assertEquals(expected, files(declared));
    assertFalse(expected.isEmpty());
    assertEquals(content(written), content(declared));
  }

  private static void inJava(Path data, Path directory) throws Exception {
    StreamingConfig config =
        StreamingConfig.named("payments")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(500)
            .withClock(new ManualClock(NOW))
            .withCheckpoint(directory.resolve("checkpoint"));
    try (StreamingContext context = StreamingContext.create(config)) {
      RowSchema columns = CsvSchema.infer(data, FileOptions.defaults());
      DStream<Row> payments =
          context.source(
              "payments", FileSource.csv(data, FileOptions.defaults().withSchema(columns)));
      LearningStream<Row> learning =
          LearningStream.on(payments, features(columns))
              .learner("logistic", logistic())
              .learner("frozen", new FrozenAfter<>(logistic(), 1_000))
              .learner("majority", new MajorityClass(2))
              .threshold(100, 5)
              .evaluate(EvaluationMode.PER_ROW, 1_000)
              .named("learners");
      int time = columns.index("Time");
      int amount = columns.index("Amount");
      CsvColumns<Scored<Row>> verdict =
          CsvColumns.<Scored<Row>>none()
              .with("Time", scored -> scored.row().number(time))
              .with("Amount", scored -> scored.row().number(amount))
              .with("prediction", Scored::decidedClass)
              .with("score", Scored::output)
              .with("modelVersion", scored -> (double) scored.modelVersion());
      learning
          .predictions()
          .to("predictions", FileSink.csv(directory.resolve("predictions"), verdict));
      learning
          .predictions()
          .filter(scored -> scored.decidedClass().equals("1"))
          .to("suspects", FileSink.csv(directory.resolve("suspects"), verdict));
      Alerts.on(payments)
          .rule("large", AlertRule.<Row>above(row -> row.number(amount), 1_500).withClear(1_000))
          .rule(
              "burst",
              AlertRule.<Row>atLeast(400, row -> row.number(amount) < 2, Duration.ofHours(1)))
          .named("amounts")
          .stream()
          .to("told", FileSink.csv(directory.resolve("told"), told()));
      context.start();
      context.awaitTermination();
    }
  }

  private static CsvColumns<Alert> told() {
    return CsvColumns.<Alert>none()
        .with("id", Alert::id)
        .with("incident", Alert::incident)
        .with("source", Alert::source)
        .with("rule", Alert::rule)
        .with("key", Alert::key)
        .with("severity", Alert::severity)
        .with("state", Alert::state)
        .with("since", Alert::since)
        .with("time", Alert::time)
        .with("level", Alert::level)
        .with("limit", Alert::limit)
        .with("text", Alert::text);
  }

  private static FeatureExtractor<Row> features(RowSchema columns) {
    Features<Row> features = Features.of();
    for (String name : new String[] {"V1", "V2", "V3", "V4", "V10", "V12", "V14", "Amount"}) {
      int at = columns.index(name);
      features.numeric(name, row -> row.number(at));
    }
    int time = columns.index("Time");
    int amount = columns.index("Amount");
    int label = columns.index("Class");
    return features
        .time(
            "Time",
            row -> Instant.ofEpochMilli(Math.round(row.number(time) * 1_000)),
            ZoneOffset.UTC,
            TimePart.TIME_OF_DAY)
        .rolling(
            "Amount", row -> "all", row -> row.number(amount), 20, Statistic.MEAN, Statistic.MAX)
        .labelClass(row -> row.display(label), "0", "1")
        .build();
  }

  private static LogisticRegression logistic() {
    return new LogisticRegression(
        LogisticRegression.Options.defaults()
            .withClassWeights(1, 3)
            .withInterceptLearningRate(0.3));
  }

  /** Visible files by name, and what is in them. */
  private static Map<String, String> files(Path directory) throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (String output : new String[] {"predictions", "suspects", "told"}) {
      try (var files = Files.list(directory.resolve(output))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
          found.put(output + "/" + file.getFileName(), Files.readString(file));
        }
      }
    }
    return found;
  }

  private static String content(Path directory) {
    CheckpointStore store = CheckpointStore.open(directory.resolve("checkpoint"));
    return store.content(store.newest().orElseThrow().batchId()).toString();
  }
}
