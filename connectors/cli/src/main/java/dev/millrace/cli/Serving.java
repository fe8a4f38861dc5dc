package dev.millrace.cli;

import dev.millrace.core.ConfigurationException;
import dev.millrace.http.PredictionServer;
import dev.millrace.http.ServerOptions;
import dev.millrace.http.Site;
import dev.millrace.ml.model.ModelVersions;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.serve.ServedModel;
import dev.millrace.ml.serve.SwitchableModel;
import java.io.IOException;
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
   * @param models may be none
   * @param versions those of the checkpoint; empty where there is none
   * @param otherPort what its user says to have any free port
   */
  static Serving start(
      ServerOptions options,
      List<PredictorModel> models,
      Optional<ModelVersions> versions,
      Shown shown,
      String otherPort) {
    List<SwitchableModel> served =
        models.stream()
            .map(
                model ->
                    versions.map(all -> model.withArchive(all.archive(model.name()))).orElse(model))
            .map(SwitchableModel::of)
            .toList();
    return new Serving(
        Optional.of(start(options, served, shown.site(versions, served), otherPort)));
  }

  /**
   * Starts a server.
   *
   * @param otherPort what its user says to have any free port
   * @throws ConfigurationException if it cannot listen, saying what to say
   */
  static PredictionServer start(
      ServerOptions options, List<? extends ServedModel> models, Site site, String otherPort) {
    try {
      return PredictionServer.start(options, models, site);
    } catch (ConfigurationException e) {
      if (e.getCause() instanceof IOException cause) {
        throw new ConfigurationException(
            "cannot listen on "
                + options.host()
                + ":"
                + options.port()
                + " ("
                + root(cause).getMessage()
                + "); say "
                + otherPort
                + " for a free port, or name another",
            cause);
      }
      throw e;
    }
  }

  private static Throwable root(Throwable failure) {
    return failure.getCause() == null ? failure : root(failure.getCause());
  }

  /** The same, with any free port where its own is taken. */
  static ServerOptions onAnyPort(ServerOptions options) {
    return Ports.isFree(options.host(), options.port()) ? options : options.withPort(0);
  }

  /** Says where. */
  void announce(PrintWriter err, boolean dashboard, boolean metrics) {
    server.ifPresent(
        serving ->
            err.println(
                "millrace: serving at "
                    + serving.uri()
                    + " (POST /predict, GET /v2, "
                    + (metrics ? "/metrics, " : "")
                    + "/healthz, /readyz)"
                    + (dashboard ? "; dashboard at " + serving.uri() + "/" : "")));
  }

  @Override
  public void close() {
    server.ifPresent(PredictionServer::close);
  }
}
