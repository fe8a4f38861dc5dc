package dev.millrace.yaml;

import static dev.millrace.yaml.PipelineFile.located;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.alert.Alert;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.row.Row;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.ml.catalog.Suggestion;
import dev.millrace.ml.drift.Drift;
import dev.millrace.ml.evaluate.LearnerReport;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.serve.RowReader;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.ml.stream.Scored;
import dev.millrace.yaml.PipelineSpec.From;
import dev.millrace.yaml.PipelineSpec.OutputSpec;
import dev.millrace.yaml.document.Document;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Describes on a context what a file says. */
final class PipelineBuilder {
  private static final Rows.Shape<DeadLetter> DEAD_LETTERS =
      Rows.<DeadLetter>of()
          .text("origin", DeadLetter::origin)
          .text("position", DeadLetter::position)
          .text("reason", DeadLetter::reason)
          .text("record", DeadLetter::record);

  private static final Rows.Shape<Alert> ALERTS =
      Rows.<Alert>of()
          .text("id", Alert::id)
          .text("incident", Alert::incident)
          .text("source", Alert::source)
          .text("rule", Alert::rule)
          .text("key", Alert::key)
          .text("severity", alert -> alert.severity().toString())
          .text("state", alert -> alert.state().toString())
          .text("since", alert -> alert.since().toString())
          .text("time", alert -> alert.time().toString())
          .number("level", Alert::level)
          .number("limit", Alert::limit)
          .text("text", Alert::text);

  private static final Rows.Shape<Drift> DRIFTS =
      Rows.<Drift>of()
          .text("drift", Drift::source)
          .number("batch", drift -> (double) drift.batchId())
          .text("time", drift -> drift.time().toString())
          .number("position", drift -> (double) drift.position())
          .number("value", Drift::value);

  private static final Rows.Shape<Figure> FIGURES =
      Rows.<Figure>of()
          .number("batch", figure -> (double) figure.batch())
          .text("learner", Figure::learner)
          .text("metric", Figure::metric)
          .number("rows", figure -> (double) figure.rows())
          .number("cumulative", Figure::cumulative)
          .number("sliding", Figure::sliding);

  private final Document document;
  private final PipelineSpec spec;
  private final StreamingContext context;

  PipelineBuilder(Document document, PipelineSpec spec, StreamingContext context) {
    this.document = document;
    this.spec = spec;
    this.context = context;
  }

  /** One figure of one learner. */
  private record Figure(
      long batch, String learner, String metric, long rows, double cumulative, double sliding)
      implements Serializable {}

  DeclaredPipeline build() {
    requireNamesThatDiffer();
    RowStream rows = sources();
    Columns columns = new Columns(rows.columns(), document);
    Optional<LabelParts> labels = LabelParts.of(spec, context, document);
    Optional<LearnerParts> learning = LearnerParts.of(spec, rows, columns, labels);
    Optional<LearningStream<Row>> stream = learning.map(LearnerParts::stream);
    Optional<DStream<Drift>> drifts = new DriftParts(spec, rows, columns, learning).all();
    List<Alerts> alerts = new AlertParts(spec, rows, columns, learning, drifts).all();
    List<DStream<Alert>> told = alerts.stream().map(Alerts::stream).toList();
    spec.outputs()
        .forEach((name, output) -> output(name, output, rows, columns, learning, drifts, told));
    spec.deadLetters()
        .ifPresent(
            sink ->
                located(
                    document,
                    "deadLetters",
                    () ->
                        context.deadLetters(
                            new MappedSink<>(
                                DEAD_LETTERS.function(), sink.open(DEAD_LETTERS.schema())))));
    Set<String> optional =
        spec.target()
            .flatMap(PipelineSpec.TargetSpec::column)
            .filter(columns.names()::contains)
            .map(Set::of)
            .orElse(Set.of());
    return new DeclaredPipeline(
        stream, alerts, drifts, RowReader.of(rows.columns(), optional), spec.serve(), places());
  }

  private Map<String, String> places() {
    Map<String, String> places = new LinkedHashMap<>();
    spec.outputs().forEach((name, output) -> places.put(name, output.to().place()));
    spec.deadLetters().ifPresent(sink -> places.put("dead letters", sink.place()));
    spec.checkpoint().ifPresent(kept -> places.put("checkpoint", kept.path()));
    places.values().removeIf(String::isEmpty);
    return places;
  }

  /** What remembers something is known to the checkpoint by its name. */
  private void requireNamesThatDiffer() {
    Map<String, String> known = new HashMap<>(Map.of(LearnerParts.NAME, "the learners"));
    spec.drift().keySet().forEach(name -> requireNew("drift", "a detector", name, known));
    spec.alerts().keySet().forEach(name -> requireNew("alerts", "alerts", name, known));
  }

  private void requireNew(String key, String what, String name, Map<String, String> known) {
    String other = known.putIfAbsent(name, what);
    if (other != null) {
      throw document.mistake(
          key + "." + name,
          "the checkpoint knows " + other + " by the name '" + name + "'; give this one another");
    }
  }

  private RowStream sources() {
    RowStream all = null;
    String first = "";
    for (Map.Entry<String, SourceSpec> source : spec.sources().entrySet()) {
      String path = "sources." + source.getKey();
      RowStream rows =
          located(document, path, () -> source.getValue().open(context, source.getKey()));
      if (all == null) {
        all = rows;
        first = source.getKey();
      } else if (all.columns().equals(rows.columns())) {
        all = new RowStream(all.columns(), all.rows().union(rows.rows()));
      } else {
        throw document.mistake(
            path,
            "expected the columns of source '"
                + first
                + "', which are "
                + all.columns().columns()
                + ", got "
                + rows.columns().columns()
                + "; say in the sources which columns to read");
      }
    }
    if (all == null) {
      throw document.mistake("sources", "expected at least one source");
    }
    return all;
  }

  private void output(
      String name,
      OutputSpec output,
      RowStream rows,
      Columns columns,
      Optional<LearnerParts> learning,
      Optional<DStream<Drift>> drifts,
      List<DStream<Alert>> alerts) {
    String path = "outputs." + name;
    if (output.from() != From.PREDICTIONS && output.learner().isPresent()) {
      throw document.mistake(path + ".learner", "a learner is named for predictions alone");
    }
    RowStream of =
        switch (output.from()) {
          case ROWS -> kept(rows, columns, output, path);
          case PREDICTIONS -> {
            LearnerParts parts = learner(path, output, learning);
            String learner = output.learner().orElse(parts.champion());
            Rows.Shape<Scored<Row>> shape =
                located(
                    document,
                    path,
                    () -> parts.predictions(columns, output.columns(), path, learner));
            yield new RowStream(shape.schema(), parts.stream().predictions().map(shape.function()));
          }
          case METRICS ->
              new RowStream(
                  FIGURES.schema(),
                  learner(path, output, learning).stream()
                      .metrics()
                      .<Figure>flatMap(
                          (report, out) -> {
                            for (Figure figure : figures(report)) {
                              out.emit(figure);
                            }
                          })
                      .map(FIGURES.function()));
          case DRIFTS ->
              new RowStream(
                  DRIFTS.schema(),
                  drifts
                      .orElseThrow(
                          () ->
                              document.mistake(
                                  path + ".from", "the pipeline has no detectors; add drift"))
                      .map(DRIFTS.function()));
          case ALERTS ->
              new RowStream(
                  ALERTS.schema(),
                  alerts.stream()
                      .reduce(DStream::union)
                      .orElseThrow(
                          () -> document.mistake(path + ".from", "the pipeline has no alerts"))
                      .map(ALERTS.function()));
        };
    write(name, output, of, path);
  }

  private void write(String name, OutputSpec output, RowStream of, String path) {
    DStream<Row> stream = of.rows();
    if (output.where().isPresent()) {
      Columns there = new Columns(of.columns(), document);
      stream = stream.filter(output.where().get().test(there, path + ".where"));
    }
    DStream<Row> written = stream;
    located(
        document,
        path + ".to",
        () -> {
          written.to(name, output.to().open(of.columns()));
          return written;
        });
  }

  private RowStream kept(RowStream rows, Columns columns, OutputSpec output, String path) {
    if (output.columns().isEmpty()) {
      return rows;
    }
    List<String> names = output.columns().get();
    Rows.Shape<Row> shape = Rows.of();
    for (int i = 0; i < names.size(); i++) {
      shape = columns.take(shape, path + ".columns." + i, names.get(i), row -> row);
    }
    return new RowStream(shape.schema(), rows.rows().map(shape.function()));
  }

  private LearnerParts learner(String path, OutputSpec output, Optional<LearnerParts> learning) {
    LearnerParts parts =
        learning.orElseThrow(
            () ->
                document.mistake(
                    path + ".from",
                    "the pipeline has no learners, so that there are rows, drifts and alerts alone;"
                        + " say from: rows"));
    String name = output.learner().orElse(parts.champion());
    if (!spec.learners().containsKey(name)) {
      throw document.mistake(
          path + ".learner",
          "no learner '"
              + name
              + "'"
              + Suggestion.among("there are", spec.learners().keySet(), name));
    }
    return parts;
  }

  private static List<Figure> figures(PrequentialReport report) {
    List<Figure> figures = new ArrayList<>();
    for (LearnerReport learner : report.learners()) {
      Map<String, Double> sliding = learner.sliding();
      learner
          .cumulative()
          .forEach(
              (metric, value) ->
                  figures.add(
                      new Figure(
                          report.batchId(),
                          learner.name(),
                          metric,
                          learner.rowsScored(),
                          value,
                          sliding.getOrDefault(metric, Double.NaN))));
    }
    return figures;
  }
}
