package dev.millrace.cli;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.file.FileOptions;
import dev.millrace.file.FileSource;
import dev.millrace.ml.Learner;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.catalog.LearnerType;
import dev.millrace.ml.catalog.LearnerType.Task;
import dev.millrace.ml.evaluate.DelayedEvaluation;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.notebooks.Summary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One pass of learners over a CSV file.
 *
 * @param columns with the types that they are read as
 * @param leftOut columns that are no features
 * @param classes in order, where the task is to tell them apart
 */
record Evaluation(
    Path file,
    RowSchema columns,
    Set<String> leftOut,
    Task task,
    List<String> classes,
    Settings settings) {
  private static final int WINDOW = 1000;
  private static final double NANOS = 1e9;

  /**
   * How it is done.
   *
   * @param engine what computes; empty for this process
   * @param target the label's column; null when clustering
   * @param learners as the catalog reads them
   * @param delay how late labels come; empty for with their rows
   */
  record Settings(
      Optional<EngineProvider> engine,
      String target,
      List<String> learners,
      long seed,
      boolean scaled,
      EvaluationMode mode,
      int batchSize,
      Optional<AnswerDelay> delay) {}

  /** What came of it. */
  record Outcome(
      Task task,
      List<String> classes,
      long rows,
      long batches,
      double seconds,
      long rejected,
      List<DeadLetter> firstRejected,
      List<Summary.Learner> learners) {}

  /** The same columns, one of them read as another type. */
  static RowSchema withType(RowSchema columns, String name, RowSchema.Type type) {
    return new RowSchema(
        columns.columns().stream()
            .map(c -> c.name().equals(name) ? new RowSchema.Column(name, type) : c)
            .toList());
  }

  Outcome run(Optional<StreamingListener> progress) throws InterruptedException {
    int label = settings.target() == null ? -1 : columns.index(settings.target());
    FeatureExtractor<Row> features = RowFeatures.of(columns, leftOut, task, label, classes);
    Map<String, Learner<?>> learners = learners(features.schema());
    RejectedRows rejected = new RejectedRows();
    RunListener counts = new RunListener(batch -> {});
    StreamingConfig config =
        StreamingConfig.named("evaluate")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(settings.batchSize())
            .withoutShutdownHook();
    StreamingConfig placed = settings.engine().map(config::withEngine).orElse(config);
    long start = System.nanoTime();
    try (StreamingContext context = StreamingContext.create(placed)) {
      DStream<Row> rows =
          context.source("rows", FileSource.csv(file, FileOptions.defaults().withSchema(columns)));
      Supplier<PrequentialReport> evaluated =
          settings.delay().isPresent()
              ? delayed(rows, features, learners, settings.delay().get())
              : atOnce(rows, features, learners);
      context.deadLetters(rejected).listen(counts);
      progress.ifPresent(context::listen);
      context.start();
      context.awaitTermination();
      PrequentialReport report = evaluated.get();
      return new Outcome(
          task,
          classes,
          report.rows(),
          counts.batches(),
          (System.nanoTime() - start) / NANOS,
          rejected.count(),
          rejected.first(),
          report.learners().stream().map(Summary.Learner::of).toList());
    }
  }

  private Supplier<PrequentialReport> atOnce(
      DStream<Row> rows, FeatureExtractor<Row> features, Map<String, Learner<?>> learners) {
    LearningStream.Builder<Row> builder = LearningStream.on(rows, features);
    learners.forEach(builder::learner);
    return builder.evaluate(settings.mode(), WINDOW).named("learners")::report;
  }

  private Supplier<PrequentialReport> delayed(
      DStream<Row> rows,
      FeatureExtractor<Row> features,
      Map<String, Learner<?>> learners,
      AnswerDelay delay) {
    DelayedEvaluation evaluation = DelayedEvaluation.of(settings.mode(), WINDOW, delay.order());
    learners.forEach(evaluation::learner);
    rows.foreachBatch(new DelayedRows(evaluation, features, delay)::add);
    return () -> {
      evaluation.finish();
      return evaluation.report();
    };
  }

  /** By names that differ: a second learner of a kind is called {@code kind-2}. */
  private Map<String, Learner<?>> learners(Schema schema) {
    Map<String, Learner<?>> learners = new LinkedHashMap<>();
    for (String spec : settings.learners()) {
      LearnerType type = LearnerCatalog.type(LearnerCatalog.name(spec));
      if (!type.tasks().contains(task)) {
        throw new ConfigurationException(misfit(type));
      }
      String name = type.name();
      for (int n = 2; learners.containsKey(name); n++) {
        name = type.name() + "-" + n;
      }
      learners.put(name, type.create(options(type, spec), schema, settings.seed()));
    }
    return learners;
  }

  private String misfit(LearnerType type) {
    List<String> fitting = new ArrayList<>();
    for (LearnerType other : LearnerCatalog.types()) {
      if (other.tasks().contains(task)) {
        fitting.add(other.name());
      }
    }
    return "--learner "
        + type.name()
        + " does not "
        + Choice.name(task)
        + "; these do: "
        + String.join(", ", fitting)
        + "; or choose another --task";
  }

  /** What was written, and, where that says nothing else, scaling and means for missing numbers. */
  private Map<String, String> options(LearnerType type, String spec) {
    Map<String, String> options = new LinkedHashMap<>(LearnerCatalog.options(spec));
    for (LearnerType.Option option : type.options()) {
      if (option.name().equals("scale") && !settings.scaled()) {
        options.putIfAbsent("scale", "none");
      } else if (option.name().equals("missing")) {
        options.putIfAbsent("missing", "mean");
      }
    }
    return options;
  }
}
