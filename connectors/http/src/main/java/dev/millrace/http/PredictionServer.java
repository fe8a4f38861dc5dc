package dev.millrace.http;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.serve.ServedModel;
import java.net.URI;
import java.util.List;

/**
 * Serves committed models over HTTP while training goes on: the Open Inference Protocol (KServe v2
 * REST) and {@code POST /predict} for JSON rows by column name.
 *
 * <pre>{@code
 * try (PredictionServer server =
 *     PredictionServer.start(ServerOptions.defaults().withPort(0), List.of(model))) {
 *   System.err.println("serving at " + server.uri());
 *   pipeline.await();
 * }
 * }</pre>
 *
 * <p>Every answer comes whole from one model version and says which. Thread-safe. Its threads are
 * daemons: a server does not keep the process alive.
 */
public final class PredictionServer implements AutoCloseable {
  private final Site site;
  private final HttpListener listener;

  private PredictionServer(Site site, HttpListener listener) {
    this.site = site;
    this.listener = listener;
  }

  /**
   * Starts to serve; the first model is what {@code /predict} takes when none is named.
   *
   * @param models at least one, no two of a name
   * @throws ConfigurationException if the address is not a loopback one and there is no token, or
   *     if the port is taken
   */
  public static PredictionServer start(ServerOptions options, List<? extends ServedModel> models) {
    if (models.isEmpty()) {
      throw new ConfigurationException("there is no model to serve");
    }
    return start(options, models, Site.NONE);
  }

  /**
   * As {@link #start(ServerOptions, List)}, with a site beside the models, of which there may then
   * be none. The server closes the site when it stops.
   */
  public static PredictionServer start(
      ServerOptions options, List<? extends ServedModel> models, Site site) {
    Models served = new Models(models);
    HttpListener.Answering answering =
        (gate, workers, deadlines) ->
            new RequestHandler(gate, served, site, options, version(), workers, deadlines);
    try {
      return new PredictionServer(
          site, HttpListener.start("the prediction server", options, answering));
    } catch (RuntimeException e) {
      site.close();
      throw e;
    }
  }

  private static String version() {
    String version = PredictionServer.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** The port in use, also where {@link ServerOptions#port} is 0; stays the same once closed. */
  public int port() {
    return listener.port();
  }

  /** Where the server is to be found, for instance {@code http://127.0.0.1:8460}. */
  public URI uri() {
    return listener.uri();
  }

  /** Takes no further requests, answers those under way, and stops. */
  @Override
  public void close() {
    site.close();
    listener.close();
  }
}
