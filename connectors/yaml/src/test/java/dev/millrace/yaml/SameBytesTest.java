package dev.millrace.yaml;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.alert.AlertRule;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.alert.Severity;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.file.CsvColumns;
import dev.millrace.file.CsvSchema;
import dev.millrace.file.FileOptions;
import dev.millrace.file.FileSink;
import dev.millrace.file.FileSource;
import dev.millrace.file.VwExample;
import dev.millrace.ml.alert.DriftRules;
import dev.millrace.ml.baseline.FrozenAfter;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.baseline.RunningMean;
import dev.millrace.ml.drift.Adwin;
import dev.millrace.ml.drift.Drift;
import dev.millrace.ml.drift.DriftStream;
import dev.millrace.ml.drift.PageHinkley;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.evaluate.LearnerReport;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Statistic;
import dev.millrace.ml.feature.TimePart;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.linear.SoftmaxRegression;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.optim.Regularization;
import dev.millrace.ml.stream.DelayedLabels;
import dev.millrace.ml.stream.LabelValue;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.ml.stream.PacedLabels;
import dev.millrace.ml.stream.Scored;
import dev.millrace.ml.stream.Unlabelled;
import dev.millrace.notebooks.ShippedData;
import dev.millrace.yaml.document.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
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
    PipelineFile yaml =
        PipelineFile.read(Path.of("src/test/resources/payments.yaml"))
            .with("sources.payments.path", data.toString());
    new TwinRun(directory)
        .compare(
            yaml,
            500,
            (context, written) -> inJava(context, data, written),
            "predictions",
            "suspects",
            "told");
  }

  /** Examples of Vowpal Wabbit, read, learned from and written. */
  @Test
  void shouldGiveTheBytesThatJavaGivesOfVw() throws Exception {
    Random random = new Random(5);
    StringBuilder examples = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      double price = random.nextInt(100) / 10.0;
      examples.append(3 * price + 1).append(" t").append(i).append("|price:0.5 eur:").append(price);
      examples.append(i % 3 == 0 ? " |w red big\n" : " |w blue\n");
    }
    Path data = Files.writeString(directory.resolve("examples.vw"), examples);
    PipelineFile yaml =
        PipelineFile.of(
            Document.of(
                "vw.yaml",
                """
                name: examples
                trigger: availableNow
                batch: {maxRecords: 100}
                checkpoint: {path: x}
                sources:
                  examples: {type: vw, path: '%s', features: [price^eur], texts: [w]}
                features:
                  - {type: numeric, columns: [price^eur]}
                target: {column: label}
                learners: {mean: running-mean}
                outputs:
                  rows: {from: rows, to: {type: csv, path: x}}
                """
                    .formatted(data)));
    new TwinRun(directory)
        .compare(yaml, 100, (context, written) -> vwInJava(context, data, written), "rows");
  }

  private static void vwInJava(StreamingContext context, Path data, Path directory) {
    DStream<VwExample> examples = context.source("examples", FileSource.vw(data));
    LearningStream.on(
            examples,
            Features.<VwExample>of()
                .numeric("price^eur", example -> example.value(0))
                .labelOrMissing(example -> example.label().orElse(Double.NaN))
                .build())
        .learner("mean", new RunningMean())
        .evaluate(EvaluationMode.PER_ROW, 1_000)
        .named("learners");
    examples.to(
        "rows",
        FileSink.csv(
            directory.resolve("rows"),
            CsvColumns.<VwExample>none()
                .with("label", example -> example.label().orElseThrow())
                .with("importance", VwExample::importance)
                .with("tag", VwExample::tag)
                .with("price^eur", example -> example.value(0))
                .with("w", example -> example.size() > 2 ? "red big" : "blue")));
  }

  private static void inJava(StreamingContext context, Path data, Path directory) {
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
        .to("told", FileSink.csv(directory.resolve("told"), TwinRun.told()));
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

  /** Payments and the chargebacks that come later, with detectors of change. */
  @Test
  void shouldGiveTheBytesThatJavaGivesWhereLabelsComeLater() throws Exception {
    Path payments = directory.resolve("payments.csv");
    Path chargebacks = directory.resolve("chargebacks.csv");
    writeHistory(payments, chargebacks);
    PipelineFile yaml =
        PipelineFile.read(Path.of("src/test/resources/chargebacks.yaml"))
            .with("sources.payments.path", payments.toString())
            .with("delayedLabels.source.path", chargebacks.toString());
    new TwinRun(directory)
        .compare(
            yaml,
            100,
            (context, written) -> labelsLater(context, payments, chargebacks, written),
            "predictions",
            "metrics",
            "drifts",
            "told");
  }

  /**
   * 1,200 payments within 100 days; every eighth, of the last every third, is charged back 3 to 12
   * days later.
   */
  private static void writeHistory(Path payments, Path chargebacks) throws IOException {
    Random random = new Random(8);
    StringBuilder rows = new StringBuilder("id,at,amount\n");
    TreeMap<Instant, String> labels = new TreeMap<>();
    for (int i = 0; i < 1_200; i++) {
      Instant at = NOW.plusSeconds(7_200L * i);
      double amount = i < 700 ? 10 + random.nextInt(20) : 40 + random.nextInt(20);
      boolean fraud = random.nextInt(i < 900 ? 8 : 3) == 0;
      rows.append("p%d,%s,%s%n".formatted(i, at, fraud ? 3 * amount : amount));
      if (fraud) {
        Instant reported = at.plusSeconds(86_400L * (3 + random.nextInt(10)) + i % 60);
        labels.put(reported, "p%d,%s%n".formatted(i, reported));
      }
    }
    Files.writeString(payments, rows);
    Files.writeString(chargebacks, "payment,reported\n" + String.join("", labels.values()));
  }

  private static void labelsLater(
      StreamingContext context, Path payments, Path chargebacks, Path directory) {
    RowSchema paid =
        new RowSchema(
            List.of(
                new RowSchema.Column("id", RowSchema.Type.TEXT),
                new RowSchema.Column("at", RowSchema.Type.TEXT),
                new RowSchema.Column("amount", RowSchema.Type.NUMBER)));
    RowSchema charged =
        new RowSchema(
            List.of(
                new RowSchema.Column("payment", RowSchema.Type.TEXT),
                new RowSchema.Column("reported", RowSchema.Type.TEXT)));
    DStream<Row> rows =
        context.source(
            "payments", FileSource.csv(payments, FileOptions.defaults().withSchema(paid)));
    DStream<LabelParts.LabelRow> labels =
        context
            .source(
                "delayedLabels",
                FileSource.csv(chargebacks, FileOptions.defaults().withSchema(charged)))
            .map(row -> new LabelParts.LabelRow(row.text(0), row.text(1), "fraud"));
    LearningStream<Row> learning =
        LearningStream.on(
                rows,
                Features.<Row>of()
                    .numeric("amount", row -> row.number(2))
                    .classes("honest", "fraud")
                    .build())
            .delayedLabels(
                PacedLabels.of(
                    "delayedLabels-paced",
                    rows,
                    row -> Instant.parse(row.text(1)),
                    labels,
                    label -> Instant.parse(label.time()),
                    StateCodecs.record(LabelParts.LabelRow.class),
                    1_000_000),
                DelayedLabels.<Row, LabelParts.LabelRow>of(
                        row -> row.text(0),
                        row -> Instant.parse(row.text(1)),
                        LabelParts.LabelRow::id,
                        label -> Instant.parse(label.time()),
                        LabelValue.classOf(LabelParts.LabelRow::value))
                    .withHorizon(Duration.ofDays(20))
                    .withUnlabelled(Unlabelled.NEGATIVE))
            .learner("logistic", new LogisticRegression(LogisticRegression.Options.defaults()))
            .learner("majority", new MajorityClass(2))
            .evaluate(EvaluationMode.PER_ROW, 1_000)
            .named("learners");
    learning
        .predictions()
        .to(
            "predictions",
            FileSink.csv(
                directory.resolve("predictions"),
                CsvColumns.<Scored<Row>>none()
                    .with("id", scored -> scored.row().text(0))
                    .with("prediction", Scored::decidedClass)
                    .with("score", Scored::output)
                    .with("modelVersion", scored -> (double) scored.modelVersion())));
    learning
        .metrics()
        .<List<Object>>flatMap(
            (report, out) -> {
              for (LearnerReport learner : report.learners()) {
                for (String metric : learner.cumulative().keySet()) {
                  out.emit(
                      List.of(
                          (double) report.batchId(),
                          learner.name(),
                          metric,
                          (double) learner.rowsScored(),
                          learner.cumulative().get(metric),
                          learner.sliding().get(metric)));
                }
              }
            })
        .to(
            "metrics",
            FileSink.csv(
                directory.resolve("metrics"),
                CsvColumns.<List<Object>>none()
                    .with("batch", figure -> figure.get(0))
                    .with("learner", figure -> figure.get(1))
                    .with("metric", figure -> figure.get(2))
                    .with("rows", figure -> figure.get(3))
                    .with("cumulative", figure -> figure.get(4))
                    .with("sliding", figure -> figure.get(5))));
    DStream<Drift> drifts =
        DriftStream.of(
                "amounts",
                rows,
                row -> row.number(2),
                () -> new PageHinkley(PageHinkley.Options.defaults().withThreshold(200)))
            .union(
                DriftStream.of(
                    "spread",
                    rows,
                    row -> row.number(2),
                    () -> new Adwin(Adwin.Options.defaults())))
            .union(
                DriftStream.of(
                    "wrong",
                    learning.labelled(),
                    DriftStream.error("majority"),
                    () -> new PageHinkley(PageHinkley.Options.defaults().withThreshold(20))));
    drifts.to("drifts", FileSink.csv(directory.resolve("drifts"), drifts()));
    Alerts.on(drifts)
        .keyBy(Drift::source)
        .rule("drift", DriftRules.drift(Duration.ofHours(2)).withSeverity(Severity.CRITICAL))
        .named("changed")
        .stream()
        .to("told", FileSink.csv(directory.resolve("told"), TwinRun.told()));
  }

  /** Three kinds of flowers, with a detector of how wrong the learner is. */
  @Test
  void shouldGiveTheBytesThatJavaGivesForThreeClasses() throws Exception {
    Path flowers = directory.resolve("flowers.csv");
    Random random = new Random(2);
    StringBuilder csv = new StringBuilder("petal,kind\n");
    for (int i = 0; i < 900; i++) {
      int kind = random.nextInt(3);
      int told = i < 600 ? kind : (kind + 1) % 3;
      csv.append(kind + random.nextGaussian() / 4).append(",k").append(told).append('\n');
    }
    Files.writeString(flowers, csv);
    String yaml =
        """
        name: flowers
        trigger: availableNow
        batch: {maxRecords: 200}
        checkpoint: {path: checkpoint}
        sources: {flowers: {type: csv, path: '%s', columns: {petal: number, kind: text}}}
        features: [{type: numeric, columns: [petal]}]
        target: {column: kind, classes: [k0, k1, k2]}
        learners: {softmax: "softmax-regression:learningRate=0.1,l2=0.001"}
        drift: {surprise: {measure: logLoss, detector: {type: adwin, delta: 0.01}}}
        outputs:
          predictions: {columns: [], to: {type: csv, path: predictions}}
          drifts: {from: drifts, to: {type: csv, path: drifts}}
        """
            .formatted(flowers);
    new TwinRun(directory)
        .compare(
            PipelineFile.of("flowers.yaml", yaml, name -> null),
            200,
            (context, written) -> threeClasses(context, flowers, written),
            "predictions",
            "drifts");
  }

  private static void threeClasses(StreamingContext context, Path flowers, Path directory) {
    RowSchema columns =
        new RowSchema(
            List.of(
                new RowSchema.Column("petal", RowSchema.Type.NUMBER),
                new RowSchema.Column("kind", RowSchema.Type.TEXT)));
    LearningStream<Row> learning =
        LearningStream.on(
                context.source(
                    "flowers", FileSource.csv(flowers, FileOptions.defaults().withSchema(columns))),
                Features.<Row>of()
                    .numeric("petal", row -> row.number(0))
                    .labelClass(row -> row.text(1), "k0", "k1", "k2")
                    .build())
            .learner(
                "softmax",
                new SoftmaxRegression(
                    SoftmaxRegression.Options.of(3)
                        .withOptimizer(new Optimizer.Sgd(LearningRate.constant(0.1)))
                        .withRegularization(Regularization.l2(0.001))))
            .evaluate(EvaluationMode.PER_ROW, 1_000)
            .named("learners");
    learning
        .predictions()
        .to(
            "predictions",
            FileSink.csv(
                directory.resolve("predictions"),
                CsvColumns.<Scored<Row>>none()
                    .with("prediction", Scored::decidedClass)
                    .with("score", scored -> scored.outputs("softmax")[scored.decided("softmax")])
                    .with("modelVersion", scored -> (double) scored.modelVersion())));
    DriftStream.of(
            "surprise",
            learning.predictions(),
            DriftStream.logLoss("softmax"),
            () -> new Adwin(Adwin.Options.defaults().withDelta(0.01)))
        .to("drifts", FileSink.csv(directory.resolve("drifts"), drifts()));
  }

  private static CsvColumns<Drift> drifts() {
    return CsvColumns.<Drift>none()
        .with("drift", Drift::source)
        .with("batch", drift -> (double) drift.batchId())
        .with("time", Drift::time)
        .with("position", drift -> (double) drift.position())
        .with("value", Drift::value);
  }
}
