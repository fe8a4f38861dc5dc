package dev.millrace.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.row.RowSchema;
import dev.millrace.file.CsvSchema;
import dev.millrace.file.FileOptions;
import dev.millrace.ml.catalog.LearnerType.Task;
import dev.millrace.ml.catalog.Suggestion;
import dev.millrace.ml.evaluate.EvaluationMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace evaluate}: prequential evaluation of learners on any CSV file. */
@Command(
    name = "evaluate",
    header = "Test and train learners on a CSV file, side by side in one pass.",
    description =
        "Prequential: every row is first predicted, then learned from. A column is a number if its"
            + " first 1,000 values are (empty ones aside), else a category. A number that is"
            + " missing is replaced by the mean so far. Classes are found by a pass over the target"
            + " column; the last of them, in order, is the positive one.",
    footer = {
      "Examples:",
      "  millrace evaluate elec2.csv.gz --target class --learner last-class \\",
      "      --learner logistic-regression:optimizer=sgd,learningRate=0.005",
      "  millrace evaluate polls.csv --target approval --learner recursive-least-squares --json",
      "  millrace evaluate elec2.csv.gz --target class --learner last-class --delay 48",
      "  millrace evaluate points.csv --task cluster --learner k-means:k=7"
    })
final class EvaluateCommand implements Callable<Integer> {
  private static final int CLASSES_SHOWN = 10;

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A CSV file with a header; may end in .gz.")
  private Path file;

  @Option(
      names = "--target",
      paramLabel = "COL",
      description = "The column to predict. Clustering needs none.")
  private String target;

  @Option(
      names = "--learner",
      paramLabel = "SPEC",
      required = true,
      description = {
        "name:option=value,… as 'millrace learners' lists them;",
        "give it several times to compare."
      })
  private List<String> learners;

  @Option(
      names = "--task",
      paramLabel = "T",
      converter = TaskConverter.class,
      description =
          "classify, regress or cluster; default: classify if the target is text or has at most 20"
              + " values, all whole numbers; else regress.")
  private Task task;

  @Option(
      names = "--positive",
      paramLabel = "LABEL",
      description = "With two classes, the one that F1, ROC AUC … speak of; default: the last.")
  private String positive;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Rows per batch; default ${DEFAULT-VALUE}.")
  private int batchSize;

  @Option(
      names = "--per",
      paramLabel = "row|batch",
      converter = Per.Converter.class,
      defaultValue = "row",
      description =
          "What predicts a row: what was learned from all rows before it, or the model of the batch"
              + " before. Default ${DEFAULT-VALUE}.")
  private Per per;

  @Option(
      names = "--delay",
      paramLabel = "N|TIME|COL",
      description =
          "Labels come later than their rows: after so many rows, so much of --moment (30m, 7d where"
              + " it holds times), or what a column says (seconds where it does). A row is predicted"
              + " when it comes, scored and learned from when its label does.")
  private String delay;

  @Option(
      names = "--moment",
      paramLabel = "COL",
      description =
          "With --delay: the column that says when a row comes, a number or a time; default: its"
              + " place in the file.")
  private String moment;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "For whatever is random; default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--categorical",
      paramLabel = "COL",
      split = ",",
      description = "Columns to take as categories.")
  private List<String> categorical = List.of();

  @Option(
      names = "--numeric",
      paramLabel = "COL",
      split = ",",
      description = "Columns to take as numbers.")
  private List<String> numeric = List.of();

  @Option(names = "--drop", paramLabel = "COL", split = ",", description = "Columns to leave out.")
  private List<String> drop = List.of();

  @Option(
      names = "--scale",
      paramLabel = "standard|none",
      converter = Scale.Converter.class,
      defaultValue = "standard",
      description =
          "standard: each number less its mean so far, over its standard deviation so far. Default"
              + " ${DEFAULT-VALUE}.")
  private Scale scale;

  @Mixin private EngineOptions engine = new EngineOptions();

  @Option(names = "--json", description = "Print one JSON object instead of the table.")
  private boolean json;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  /** Which model predicts a row. */
  enum Per {
    ROW,
    BATCH;

    static final class Converter extends Choice<Per> {
      Converter() {
        super(Per.class);
      }
    }
  }

  /** What is done to numbers before they are learned from. */
  enum Scale {
    STANDARD,
    NONE;

    static final class Converter extends Choice<Scale> {
      Converter() {
        super(Scale.class);
      }
    }
  }

  static final class TaskConverter extends Choice<Task> {
    TaskConverter() {
      super(Task.class);
    }
  }

  @Override
  public Integer call() throws Exception {
    Usage.require(spec, batchSize > 0, "--batch-size must be at least 1, got " + batchSize);
    Usage.require(
        spec,
        target != null || task == Task.CLUSTER,
        "--target is missing: name the column to predict, or cluster with --task cluster");
    Usage.require(spec, moment == null || delay != null, "--moment says nothing without --delay");
    Usage.require(
        spec, delay == null || task != Task.CLUSTER, "--delay is of labels; clusters have none");
    Evaluation.Outcome outcome = evaluation().run(Progress.on(console, false));
    if (json) {
      Json.print(console.out(), toJson(outcome));
    } else {
      print(outcome);
    }
    return ExitCode.OK;
  }

  private Evaluation evaluation() throws Exception {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    Usage.require(spec, !Files.isDirectory(file), file + " is a directory; give a CSV file");
    RowSchema columns = CsvSchema.infer(file, FileOptions.defaults().withTypes(types()));
    for (String name : drop) {
      requireColumn(columns, "--drop", name);
    }
    if (task == Task.CLUSTER) {
      return new Evaluation(file, columns, leftOut(), task, List.of(), settings(Optional.empty()));
    }
    requireColumn(columns, "--target", target);
    RowSchema.Type type = columns.columns().get(columns.index(target)).type();
    TargetScan scan = TargetScan.of(file, target, type);
    Task chosen = task == null ? scan.likelyTask(numeric.contains(target)) : task;
    if (chosen == Task.CLASSIFY && scan.likelyTask(false) == Task.REGRESS) {
      console
          .err()
          .printf(
              "millrace: column '%s' looks like a number with %d distinct values; to predict it as"
                  + " one use --task regress%n",
              target, scan.values().size());
    }
    List<String> classes = chosen == Task.CLASSIFY ? scan.classes(target, positive) : List.of();
    RowSchema typed =
        Evaluation.withType(
            columns, target, chosen == Task.CLASSIFY ? RowSchema.Type.TEXT : RowSchema.Type.NUMBER);
    Optional<AnswerDelay> late =
        Optional.ofNullable(delay)
            .map(text -> AnswerDelay.of(text, Optional.ofNullable(moment), typed));
    Set<String> leftOut = leftOut();
    late.ifPresent(each -> leftOut.addAll(each.leftOut(typed)));
    return new Evaluation(file, typed, leftOut, chosen, classes, settings(late));
  }

  private Evaluation.Settings settings(Optional<AnswerDelay> late) throws IOException {
    return new Evaluation.Settings(
        engine.provider(Path.of(".millrace", "evaluate-work")),
        target,
        learners,
        seed,
        scale == Scale.STANDARD,
        per == Per.ROW ? EvaluationMode.PER_ROW : EvaluationMode.PER_BATCH,
        batchSize,
        late);
  }

  private Map<String, RowSchema.Type> types() {
    Map<String, RowSchema.Type> types = new LinkedHashMap<>();
    categorical.forEach(name -> types.put(name, RowSchema.Type.TEXT));
    for (String name : numeric) {
      Usage.require(
          spec,
          types.put(name, RowSchema.Type.NUMBER) == null,
          "column '" + name + "' is named by --categorical and by --numeric");
    }
    return types;
  }

  private Set<String> leftOut() {
    Set<String> names = new HashSet<>(drop);
    if (target != null) {
      names.add(target);
    }
    return names;
  }

  private void requireColumn(RowSchema columns, String option, String name) {
    List<String> names = columns.columns().stream().map(RowSchema.Column::name).toList();
    Usage.require(
        spec,
        names.contains(name),
        option + ": no column '" + name + "'" + Suggestion.among("there are", names, name));
  }

  private void print(Evaluation.Outcome outcome) {
    PrintWriter out = console.out();
    out.printf(
        Locale.ROOT,
        "%s: %s in %s, %.1f s (%,.0f rows/s)%n",
        file.getFileName(),
        Results.count(outcome.rows(), "row", "rows"),
        Results.count(outcome.batches(), "batch", "batches"),
        outcome.seconds(),
        outcome.rows() / outcome.seconds());
    if (!outcome.classes().isEmpty()) {
      List<String> classes = outcome.classes();
      out.printf(
          "classes: %s%s%n",
          few(classes), classes.size() == 2 ? " (positive: " + classes.get(1) + ")" : "");
    }
    out.println();
    Results.print(out, Results.SHOWN, outcome.learners());
    if (outcome.rejected() > 0) {
      out.printf(Locale.ROOT, "%n%,d rejected%n", outcome.rejected());
      outcome.firstRejected().forEach(r -> out.println("  " + r.position() + ": " + r.reason()));
      if (outcome.rejected() > outcome.firstRejected().size()) {
        out.println("  …");
      }
    }
  }

  private static String few(List<String> classes) {
    return classes.size() <= CLASSES_SHOWN
        ? String.join(", ", classes)
        : String.join(", ", classes.subList(0, CLASSES_SHOWN))
            + " … and "
            + (classes.size() - CLASSES_SHOWN)
            + " more";
  }

  private ObjectNode toJson(Evaluation.Outcome outcome) {
    ObjectNode object = Json.object();
    object.put("rows", outcome.rows());
    object.put("batches", outcome.batches());
    Json.putRounded(object, "seconds", outcome.seconds(), 3);
    Json.putRounded(object, "rowsPerSecond", outcome.rows() / outcome.seconds(), 1);
    object.put("rejected", outcome.rejected());
    object.put("task", Choice.name(outcome.task()));
    if (!outcome.classes().isEmpty()) {
      ArrayNode classes = object.putArray("classes");
      outcome.classes().forEach(classes::add);
    }
    ArrayNode array = Results.addTo(object, outcome.learners());
    for (int i = 0; i < array.size(); i++) {
      ((ObjectNode) array.get(i)).put("spec", learners.get(i));
    }
    return object;
  }
}
