package dev.millrace.yaml;

import static dev.millrace.yaml.PipelineFile.located;

import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.ml.Learner;
import dev.millrace.ml.Model;
import dev.millrace.ml.SequentialLearner;
import dev.millrace.ml.baseline.FrozenAfter;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.catalog.LearnerType;
import dev.millrace.ml.catalog.LearnerType.Task;
import dev.millrace.ml.catalog.Suggestion;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.ml.stream.Scored;
import dev.millrace.yaml.PipelineSpec.LearnerSpec;
import dev.millrace.yaml.PipelineSpec.TargetSpec;
import dev.millrace.yaml.document.Document;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The learners of a pipeline.
 *
 * @param champion the name of the one that comes first
 * @param classes of the target, empty where it is a number or there is none
 */
record LearnerParts(LearningStream<Row> stream, String champion, Task task, List<String> classes) {
  /** How the checkpoint knows the learners. */
  static final String NAME = "learners";

  /** The learners that a file has; empty if it has none. */
  static Optional<LearnerParts> of(
      PipelineSpec spec, RowStream rows, Columns columns, Optional<LabelParts> labels) {
    if (!spec.learners().isEmpty()) {
      return Optional.of(new Making(spec, columns, labels).make(rows));
    }
    String idle =
        !spec.features().isEmpty()
            ? "features"
            : spec.target().isPresent()
                ? "target"
                : spec.threshold().isPresent() ? "threshold" : "";
    if (!idle.isEmpty()) {
      throw columns
          .document()
          .mistake(idle, "nothing learns; name what does under learners, or leave this out");
    }
    return Optional.empty();
  }

  /**
   * The rows of predictions: columns of the source, and then what a learner said.
   *
   * @param kept which columns; empty for all
   * @param path where the output stands in the file
   */
  Rows.Shape<Scored<Row>> predictions(
      Columns columns, Optional<List<String>> kept, String path, String learner) {
    Rows.Shape<Scored<Row>> shape = Rows.of();
    List<String> names = kept.orElse(columns.names());
    for (int i = 0; i < names.size(); i++) {
      shape = columns.take(shape, path + ".columns." + i, names.get(i), Scored::row);
    }
    shape =
        switch (task) {
          case CLASSIFY ->
              shape
                  .text("prediction", scored -> scored.decidedClass(learner))
                  .number(
                      "score",
                      classes.size() == 2
                          ? scored -> scored.output(learner)
                          : scored -> scored.outputs(learner)[scored.decided(learner)]);
          case REGRESS -> shape.number("prediction", scored -> scored.output(learner));
          case CLUSTER ->
              shape
                  .number("prediction", scored -> scored.output(learner))
                  .number("distance", scored -> scored.outputs(learner)[1]);
        };
    return shape.number("modelVersion", scored -> (double) scored.modelVersion());
  }

  /** Makes them. */
  private record Making(PipelineSpec spec, Columns columns, Optional<LabelParts> labels) {
    private Document document() {
      return columns.document();
    }

    LearnerParts make(RowStream rows) {
      Task task = task();
      FeatureExtractor<Row> features = features(task);
      String champion = champion();
      LearningStream.Builder<Row> builder = LearningStream.on(rows.rows(), features);
      labels.ifPresent(parts -> parts.addTo(builder, rows, columns));
      Set<String> names = new LinkedHashSet<>(List.of(champion));
      names.addAll(spec.learners().keySet());
      for (String name : names) {
        located(
            document(),
            "learners." + name,
            () -> builder.learner(name, learner(name, features.schema(), task)));
      }
      spec.threshold()
          .ifPresent(
              costs ->
                  located(
                      document(),
                      "threshold",
                      () -> builder.threshold(costs.costOfMiss(), costs.costOfFalseAlarm())));
      PipelineSpec.EvaluateSpec evaluation = spec.evaluation();
      builder.evaluate(evaluation.mode(), evaluation.window());
      List<String> classes = spec.target().map(TargetSpec::classes).orElse(List.of());
      LearningStream<Row> stream = located(document(), NAME, () -> builder.named(NAME));
      return new LearnerParts(stream, champion, task, classes);
    }

    private Task task() {
      if (spec.target().isEmpty()) {
        return Task.CLUSTER;
      }
      return spec.target().get().classes().isEmpty() ? Task.REGRESS : Task.CLASSIFY;
    }

    private String champion() {
      String name = spec.champion().orElse(spec.learners().keySet().iterator().next());
      if (!spec.learners().containsKey(name)) {
        throw document()
            .mistake(
                "champion",
                "no learner '"
                    + name
                    + "'"
                    + Suggestion.among("there are", spec.learners().keySet(), name));
      }
      return name;
    }

    private FeatureExtractor<Row> features(Task task) {
      if (spec.features().isEmpty()) {
        throw document()
            .mistake("features", "expected at least one feature for learners to learn from");
      }
      Features<Row> features = Features.of();
      spec.maxKeys().ifPresent(features::maxKeys);
      spec.maxKeyBytes().ifPresent(most -> features.maxBytes(most.bytes()));
      for (int i = 0; i < spec.features().size(); i++) {
        String path = "features." + i;
        FeatureSpec feature = spec.features().get(i);
        located(
            document(),
            path,
            () -> {
              feature.add(features, columns, path);
              return features;
            });
      }
      spec.target().ifPresent(target -> label(features, target, task));
      return located(document(), "features", features::build);
    }

    private void label(Features<Row> features, TargetSpec target, Task task) {
      String path = "target.column";
      if (labels.isPresent()) {
        if (task == Task.CLASSIFY) {
          features.classes(target.classes().toArray(String[]::new));
        }
        return;
      }
      String column = target.requireColumn(document(), "");
      int at = columns.any(path, column);
      if (task == Task.CLASSIFY) {
        features.labelClass(row -> textOrNull(row, at), target.classes().toArray(String[]::new));
        return;
      }
      if (columns.type(at) == RowSchema.Type.TEXT) {
        throw document()
            .mistake(
                path,
                "column '"
                    + column
                    + "' holds texts; name its classes: target: {column: "
                    + column
                    + ", classes: [no, yes]}");
      }
      features.labelOrMissing(row -> row.number(at));
    }

    @SuppressWarnings("NullAway") // a null label is how Features is told that there is none
    private static String textOrNull(Row row, int column) {
      String text = row.display(column);
      return text.isEmpty() ? null : text;
    }

    private Learner<?> learner(String name, Schema schema, Task task) {
      LearnerSpec learner = spec.learners().get(name);
      String path = "learners." + name;
      LearnerType type =
          located(document(), path + ".type", () -> LearnerCatalog.type(learner.type()));
      if (!type.tasks().contains(task)) {
        throw document().mistake(path + ".type", misfit(type, task));
      }
      List<String> known = type.options().stream().map(LearnerType.Option::name).toList();
      for (String option : learner.options().keySet()) {
        if (!known.contains(option)) {
          throw document()
              .mistake(
                  path + ".options." + option,
                  type.name()
                      + " has no option '"
                      + option
                      + "'"
                      + Suggestion.among("it has", known, option));
        }
      }
      Learner<?> made =
          located(
              document(),
              path + ".options",
              () -> type.create(learner.options(), schema, spec.seed()));
      return learner.frozenAfter().isPresent()
          ? frozen(made, learner.frozenAfter().get(), path + ".frozenAfter")
          : made;
    }

    private Learner<?> frozen(Learner<?> learner, long rows, String path) {
      if (learner instanceof SequentialLearner<?> sequential) {
        return frozen(sequential, rows);
      }
      throw document().mistake(path, "a learner of batches cannot be frozen after so many rows");
    }

    private static <M extends Model> Learner<M> frozen(SequentialLearner<M> learner, long rows) {
      return new FrozenAfter<>(learner, rows);
    }

    private static String misfit(LearnerType type, Task task) {
      List<String> fitting = new ArrayList<>();
      for (LearnerType other : LearnerCatalog.types()) {
        if (other.tasks().contains(task)) {
          fitting.add(other.name());
        }
      }
      String why =
          switch (task) {
            case CLASSIFY -> "target.classes names classes";
            case REGRESS -> "the target is a number, as no target.classes are named";
            case CLUSTER -> "there is no target";
          };
      return type.name()
          + " does not "
          + task.name().toLowerCase(Locale.ROOT)
          + ", and "
          + why
          + "; these do: "
          + String.join(", ", fitting);
    }
  }
}
