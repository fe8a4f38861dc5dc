package dev.millrace.yaml;

import static dev.millrace.yaml.PipelineFile.located;

import dev.millrace.core.DStream;
import dev.millrace.core.alert.Reading;
import dev.millrace.core.row.Row;
import dev.millrace.ml.catalog.LearnerType.Task;
import dev.millrace.ml.catalog.Suggestion;
import dev.millrace.ml.drift.Drift;
import dev.millrace.ml.drift.DriftStream;
import dev.millrace.ml.stream.Scored;
import dev.millrace.yaml.DriftSpec.Wrong;
import dev.millrace.yaml.document.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The detectors of a pipeline. */
record DriftParts(
    PipelineSpec spec, RowStream rows, Columns columns, Optional<LearnerParts> learning) {
  /** What all of them find; empty if there are none. */
  Optional<DStream<Drift>> all() {
    List<DStream<Drift>> all = new ArrayList<>();
    spec.drift()
        .forEach(
            (name, of) -> {
              String path = "drift." + name;
              all.add(located(document(), path, () -> drifts(name, of, path)));
            });
    return all.stream().reduce(DStream::union);
  }

  private Document document() {
    return columns.document();
  }

  private DStream<Drift> drifts(String name, DriftSpec of, String path) {
    var detectors = located(document(), path + ".detector", () -> of.detector().detectors());
    if (of.column().isPresent()) {
      int at = columns.number(path + ".column", of.column().get());
      return DriftStream.of(name, rows.rows(), row -> row.number(at), detectors);
    }
    LearnerParts parts =
        learning.orElseThrow(
            () ->
                document()
                    .mistake(path, "the pipeline has no learners; name a column that is watched"));
    String learner = of.learner().orElse(parts.champion());
    if (!spec.learners().containsKey(learner)) {
      throw document()
          .mistake(
              path + ".learner",
              "no learner '"
                  + learner
                  + "'"
                  + Suggestion.among("there are", spec.learners().keySet(), learner));
    }
    if (spec.delayedLabels().isPresent()) {
      Reading<Scored<String>> wrong = reading(parts.task(), learner, of, path);
      return DriftStream.of(name, parts.stream().labelled(), wrong, detectors);
    }
    Reading<Scored<Row>> wrong = reading(parts.task(), learner, of, path);
    return DriftStream.of(name, parts.stream().predictions(), wrong, detectors);
  }

  private <T> Reading<Scored<T>> reading(Task task, String learner, DriftSpec of, String path) {
    if (task == Task.CLUSTER) {
      throw document().mistake(path, "there is no target that clusters could miss; name a column");
    }
    boolean classes = task == Task.CLASSIFY;
    Wrong measure = of.measure().orElse(classes ? Wrong.ERROR : Wrong.ABSOLUTE_ERROR);
    if (classes == (measure == Wrong.ABSOLUTE_ERROR)) {
      throw document()
          .mistake(
              path + ".measure",
              classes
                  ? "the target has classes; say error or logLoss"
                  : "the target is a number; say absoluteError, or leave it out");
    }
    return switch (measure) {
      case ERROR -> DriftStream.error(learner);
      case LOG_LOSS -> DriftStream.logLoss(learner);
      case ABSOLUTE_ERROR -> DriftStream.absoluteError(learner);
    };
  }
}
