package dev.millrace.cli;

import dev.millrace.http.PredictionServer;
import dev.millrace.http.ServerOptions;
import dev.millrace.http.Site;
import dev.millrace.http.dashboard.Dashboard;
import dev.millrace.ml.model.ModelVersions;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.serve.SwitchableModel;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** A server of a pipeline's models, or none. */
record Serving(Optional<PredictionServer> server) implements AutoCloseable {
  static Serving none() {
    return new Serving(Optional.empty());
  }

  /**
   * Starts to serve.
   *
   * @param models may be none, if there is a dashboard
   * @param versions those of the checkpoint; empty where there is none
   */
  static Serving start(
      ServerOptions options,
      List<PredictorModel> models,
      Optional<ModelVersions> versions,
      Optional<Dashboard> dashboard) {
    List<SwitchableModel> served =
        models.stream()
            .map(
                model ->
                    versions.map(all -> model.withArchive(all.archive(model.name()))).orElse(model))
            .map(SwitchableModel::of)
            .toList();
    if (dashboard.isPresent() && versions.isPresent()) {
      dashboard.get().withVersions(versions.get(), served);
    }
    Site site = dashboard.isPresent() ? dashboard.get() : Site.NONE;
    return new Serving(Optional.of(PredictionServer.start(options, served, site)));
  }

  /** The same, with any free port where its own is taken. */
  static ServerOptions onAnyPort(ServerOptions options) {
    return Ports.isFree(options.host(), options.port()) ? options : options.withPort(0);
  }

  /** Says where. */
  void announce(PrintWriter err, boolean dashboard) {
    server.ifPresent(
        serving ->
            err.println(
                "millrace: serving at "
                    + serving.uri()
                    + " (POST /predict, GET /v2)"
                    + (dashboard ? "; dashboard at " + serving.uri() + "/" : "")));
  }

  @Override
  public void close() {
    server.ifPresent(PredictionServer::close);
  }
}
