package dev.millrace.yaml;

import static dev.millrace.yaml.PipelineFile.located;

import dev.millrace.core.DStream;
import dev.millrace.core.alert.AlertRule;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.row.Row;
import dev.millrace.ml.catalog.Suggestion;
import dev.millrace.ml.drift.Drift;
import dev.millrace.ml.stream.Scored;
import dev.millrace.yaml.AlertsSpec.RuleSpec;
import dev.millrace.yaml.document.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The alerts of a pipeline.
 *
 * @param drifts what detectors find, if there are any
 */
record AlertParts(
    PipelineSpec spec,
    RowStream rows,
    Columns columns,
    Optional<LearnerParts> learning,
    Optional<DStream<Drift>> drifts) {
  /** All of them, told to those who are to be told. */
  List<Alerts> all() {
    List<Alerts> all = new ArrayList<>();
    spec.alerts()
        .forEach(
            (name, alerts) -> {
              String path = "alerts." + name;
              requireListener(path, alerts);
              Alerts made = located(document(), path, () -> alerts(name, alerts, path));
              tell(name, alerts, made);
              all.add(made);
            });
    return all;
  }

  private Document document() {
    return columns.document();
  }

  private void requireListener(String path, AlertsSpec alerts) {
    boolean output =
        spec.outputs().values().stream().anyMatch(o -> o.from() == PipelineSpec.From.ALERTS);
    boolean shown = spec.serve().map(PipelineSpec.ServeSpec::dashboard).orElse(false);
    if (alerts.to().isEmpty() && !output && !shown) {
      throw document()
          .mistake(path, "nobody is told: add to: [{type: log}], or an output from: alerts");
    }
  }

  private Alerts alerts(String name, AlertsSpec spec, String path) {
    return switch (spec.on()) {
      case ROWS -> ofRows(name, spec, rows, columns, path);
      case PREDICTIONS -> {
        LearnerParts parts = learning(path);
        Rows.Shape<Scored<Row>> shape =
            parts.predictions(columns, Optional.empty(), path, parts.champion());
        RowStream predicted =
            new RowStream(shape.schema(), parts.stream().predictions().map(shape.function()));
        yield ofRows(name, spec, predicted, new Columns(shape.schema(), document()), path);
      }
      case METRICS -> ofLearners(name, spec, path);
      case DRIFTS -> ofDrifts(name, spec, path);
    };
  }

  private LearnerParts learning(String path) {
    return learning.orElseThrow(
        () -> document().mistake(path + ".on", "the pipeline has no learners; say on: rows"));
  }

  private Alerts ofRows(
      String name, AlertsSpec spec, RowStream stream, Columns there, String path) {
    Alerts.Builder<Row> builder = Alerts.on(stream.rows());
    if (spec.key().isPresent()) {
      builder.keyBy(there.key(path + ".key", spec.key()));
    }
    spec.rules()
        .forEach(
            (rule, of) -> {
              String at = path + ".rules." + rule;
              if (!(of.when() instanceof MeasureSpec.OfRows measure)) {
                throw document().mistake(at + ".when", of.when().misplaced());
              }
              builder.rule(
                  rule,
                  located(document(), at, () -> finished(measure.rule(there, at + ".when"), of)));
            });
    spec.group().ifPresent(group -> builder.group(group.grouping()));
    return builder.named(name);
  }

  private Alerts ofLearners(String name, AlertsSpec spec, String path) {
    if (spec.key().isPresent()) {
      throw document().mistake(path + ".key", "learners have no key; leave it out");
    }
    var builder = Alerts.on(learning(path).stream().metrics());
    spec.rules()
        .forEach(
            (rule, of) -> {
              String at = path + ".rules." + rule;
              if (!(of.when() instanceof MeasureSpec.OfLearners measure)) {
                throw document().mistake(at + ".when", of.when().misplaced());
              }
              requireLearner(at + ".when.learner", measure.learner());
              measure.other().ifPresent(other -> requireLearner(at + ".when.than", other));
              builder.rule(rule, located(document(), at, () -> finished(measure.rule(), of)));
            });
    spec.group().ifPresent(group -> builder.group(group.grouping()));
    return builder.named(name);
  }

  private Alerts ofDrifts(String name, AlertsSpec spec, String path) {
    if (spec.key().isPresent()) {
      throw document().mistake(path + ".key", "each detector is watched apart; leave it out");
    }
    DStream<Drift> found =
        drifts.orElseThrow(
            () -> document().mistake(path + ".on", "the pipeline has no detectors; add drift"));
    var builder = Alerts.on(found).keyBy(Drift::source);
    spec.rules()
        .forEach(
            (rule, of) -> {
              String at = path + ".rules." + rule;
              if (!(of.when() instanceof MeasureSpec.OfDrifts measure)) {
                throw document().mistake(at + ".when", of.when().misplaced());
              }
              builder.rule(rule, located(document(), at, () -> finished(measure.rule(), of)));
            });
    spec.group().ifPresent(group -> builder.group(group.grouping()));
    return builder.named(name);
  }

  private void requireLearner(String path, String name) {
    if (!spec.learners().containsKey(name)) {
      throw document()
          .mistake(
              path,
              "no learner '"
                  + name
                  + "'"
                  + Suggestion.among("there are", spec.learners().keySet(), name));
    }
  }

  private static <T> AlertRule<T> finished(AlertRule<T> rule, RuleSpec spec) {
    AlertRule<T> finished = rule.withSeverity(spec.severity());
    if (spec.clear().isPresent()) {
      finished = finished.withClear(spec.clear().get());
    }
    if (spec.coolDown().isPresent()) {
      finished = finished.withCoolDown(spec.coolDown().get());
    }
    return spec.forgetAfter().isPresent()
        ? finished.withForgetAfter(spec.forgetAfter().get())
        : finished;
  }

  /**
   * Sinks are called by the kind of channel, so that one that is added leaves others as they are.
   */
  private void tell(String name, AlertsSpec spec, Alerts alerts) {
    Map<String, Integer> named = new HashMap<>();
    for (int i = 0; i < spec.to().size(); i++) {
      ChannelSpec channel = spec.to().get(i);
      String kind = channel.getClass().getSimpleName().toLowerCase(Locale.ROOT);
      int number = named.merge(kind, 1, Integer::sum);
      String sink = name + "-" + kind + (number == 1 ? "" : "-" + number);
      located(
          document(),
          "alerts." + name + ".to." + i,
          () -> {
            alerts.messages().to(sink, channel.open());
            return alerts;
          });
    }
  }
}
