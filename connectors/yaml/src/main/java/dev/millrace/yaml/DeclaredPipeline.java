package dev.millrace.yaml;

import dev.millrace.core.DStream;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.row.Row;
import dev.millrace.http.BearerToken;
import dev.millrace.http.ServerOptions;
import dev.millrace.ml.drift.Drift;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.serve.RowReader;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.yaml.PipelineSpec.ServeSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A pipeline once a file has been described on a context: what can be asked of it. */
public final class DeclaredPipeline {
  /** By which the checkpoint knows labels that are held until rows are as late as they are. */
  public static final String PACED_LABELS = LabelParts.NAME + "-paced";

  private final Optional<LearningStream<Row>> learning;
  private final List<Alerts> alerts;
  private final Optional<DStream<Drift>> drifts;
  private final RowReader<Row> reader;
  private final Optional<ServeSpec> serve;
  private final Map<String, String> places;

  DeclaredPipeline(
      Optional<LearningStream<Row>> learning,
      List<Alerts> alerts,
      Optional<DStream<Drift>> drifts,
      RowReader<Row> reader,
      Optional<ServeSpec> serve,
      Map<String, String> places) {
    this.learning = learning;
    this.alerts = List.copyOf(alerts);
    this.drifts = drifts;
    this.reader = reader;
    this.serve = serve;
    this.places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
  }

  /** What learns, if anything does; called as the pipeline is. */
  public Optional<LearningStream<Row>> learning() {
    return learning;
  }

  /** What watches, in the order of the file. */
  public List<Alerts> alerts() {
    return alerts;
  }

  /** What all detectors of change find; empty if there are none. */
  public Optional<DStream<Drift>> drifts() {
    return drifts;
  }

  /** The models of all learners, the champion's first; they take rows by the source's columns. */
  public List<PredictorModel> models() {
    List<PredictorModel> models = new ArrayList<>();
    learning.ifPresent(
        stream ->
            stream
                .predictors()
                .values()
                .forEach(predictor -> models.add(PredictorModel.of(predictor, reader))));
    return models;
  }

  /** Where outputs go, by their names, and dead letters and the checkpoint; in that order. */
  public Map<String, String> places() {
    return places;
  }

  /** How the file wants it to be served; empty for not at all. */
  public Optional<ServerOptions> server() {
    return serve.map(
        spec -> {
          ServerOptions options =
              ServerOptions.defaults().withHost(spec.host()).withPort(spec.port());
          return spec.token()
              .map(token -> options.withToken(BearerToken.of(token.value())))
              .orElse(options);
        });
  }

  /**
   * How old the newest batch may be for the pipeline to be called ready, if the file says so; its
   * default is a minute, or three batch intervals.
   */
  public Optional<Duration> readyWithin() {
    return serve.flatMap(ServeSpec::readyWithin);
  }

  /** Whether the server is to offer metrics. */
  public boolean hasMetrics() {
    return serve.map(ServeSpec::metrics).orElse(false);
  }

  /** Whether the server is to show a dashboard. */
  public boolean hasDashboard() {
    return serve.map(ServeSpec::dashboard).orElse(false);
  }
}
