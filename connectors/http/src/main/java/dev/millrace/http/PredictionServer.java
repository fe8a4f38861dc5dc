package dev.millrace.http;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;
import dev.millrace.ml.serve.ServedModel;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  private static final Logger LOG = LoggerFactory.getLogger(PredictionServer.class);

  /** One accepts, one selects, and the rest do what Jetty has to hand over. */
  private static final int SOCKET_THREADS = 6;

  private final ServerOptions options;
  private final Site site;
  private final Server server;
  private final ServerConnector connector;
  private final ThreadPoolExecutor workers;
  private int port;

  private PredictionServer(ServerOptions options, Models models, Site site) {
    this.options = options;
    this.site = site;
    this.workers = workers(options);
    QueuedThreadPool pool = new QueuedThreadPool(SOCKET_THREADS, 2);
    pool.setName("millrace-http");
    pool.setDaemon(true);
    pool.setReservedThreads(0);
    this.server = new Server(pool);
    this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(protocol()));
    connector.setHost(options.host());
    connector.setPort(options.port());
    connector.setIdleTimeout(options.idleTimeout().toMillis());
    // Idle connections of clients that keep them would otherwise hold up a stop for a second.
    connector.setShutdownIdleTimeout(100);
    ConnectionDeadlines deadlines =
        new ConnectionDeadlines(
            server.getScheduler(), options.requestTimeout(), options.idleTimeout());
    connector.addBean(deadlines);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(options.maxConnections(), connector));
    server.setErrorHandler(new JsonErrors());
    server.setStopTimeout(options.stopTimeout().toMillis());
    Gate gate = new Gate(Gate.isLoopbackAddress(options.host()), options.token());
    server.setHandler(
        new GracefulHandler(
            new RequestHandler(gate, models, site, options, version(), workers, deadlines)));
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
    if (options.token().isEmpty() && !Gate.isLoopbackAddress(options.host())) {
      throw new ConfigurationException(
          "to listen on "
              + options.host()
              + ", which other machines can reach, give the server a token; or listen on 127.0.0.1");
    }
    PredictionServer started = new PredictionServer(options, new Models(models), site);
    started.begin();
    return started;
  }

  private void begin() {
    try {
      server.start();
    } catch (IOException e) {
      close();
      throw new ConfigurationException(
          "cannot listen on "
              + options.host()
              + ":"
              + options.port()
              + " ("
              + e.getMessage()
              + "); choose another port, or 0 for a free one",
          e);
    } catch (Exception e) {
      close();
      throw new MillraceException("the prediction server could not be started: " + e, e);
    }
    port = connector.getLocalPort();
    LOG.info("serving predictions at {}", uri());
  }

  private static HttpConfiguration protocol() {
    HttpConfiguration protocol = new HttpConfiguration();
    protocol.setSendServerVersion(false);
    protocol.setSendXPoweredBy(false);
    return protocol;
  }

  private static ThreadPoolExecutor workers(ServerOptions options) {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory threads =
        task -> {
          Thread thread = new Thread(task, "millrace-predict-" + number.getAndIncrement());
          thread.setDaemon(true);
          return thread;
        };
    return new ThreadPoolExecutor(
        options.threads(),
        options.threads(),
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(options.queue()),
        threads);
  }

  private static String version() {
    String version = PredictionServer.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** The port in use, also where {@link ServerOptions#port} is 0; stays the same once closed. */
  public int port() {
    return port;
  }

  /** Where the server is to be found, for instance {@code http://127.0.0.1:8080}. */
  public URI uri() {
    String host = options.host();
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
  }

  /** Takes no further requests, answers those under way, and stops. */
  @Override
  public void close() {
    site.close();
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("the prediction server did not stop in order", e);
    }
    workers.shutdown();
  }
}
