package dev.millrace.http;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
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
 * Listens for HTTP: sockets and their threads, deadlines, and a bounded pool of workers for what
 * takes long. Its threads are daemons. Thread-safe.
 */
final class HttpListener implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);

  /** One accepts, one selects, and the rest do what Jetty has to hand over. */
  private static final int SOCKET_THREADS = 6;

  private final String what;
  private final ServerOptions options;
  private final Server server;
  private final ServerConnector connector;
  private final ThreadPoolExecutor workers;
  private int port;

  /** Answers requests. */
  @FunctionalInterface
  interface Answering {
    /**
     * @param workers refuses work by an exception while its queue is full
     */
    Handler handler(Gate gate, Executor workers, ConnectionDeadlines deadlines);
  }

  private HttpListener(String what, ServerOptions options, Answering answering) {
    this.what = what;
    this.options = options;
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
    // Clients that began a request, or none yet, would otherwise hold up a stop for a second.
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
    server.setHandler(new GracefulHandler(answering.handler(gate, workers, deadlines)));
  }

  /**
   * Begins to listen.
   *
   * @param what listens, for messages: {@code the prediction server}
   * @throws ConfigurationException if the address is not a loopback one and there is no token, or
   *     if the port is taken
   */
  static HttpListener start(String what, ServerOptions options, Answering answering) {
    if (options.token().isEmpty() && !Gate.isLoopbackAddress(options.host())) {
      throw new ConfigurationException(
          "to listen on "
              + options.host()
              + ", which other machines can reach, give the server a token; or listen on 127.0.0.1");
    }
    HttpListener listener = new HttpListener(what, options, answering);
    listener.begin();
    return listener;
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
      throw new MillraceException(what + " could not be started: " + e, e);
    }
    port = connector.getLocalPort();
    LOG.info("{} is at {}", what, uri());
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
          Thread thread = new Thread(task, "millrace-http-worker-" + number.getAndIncrement());
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

  /** The port in use, also where {@link ServerOptions#port} is 0; stays the same once closed. */
  int port() {
    return port;
  }

  /** Where it is to be found, for instance {@code http://127.0.0.1:8460}. */
  URI uri() {
    String host = options.host();
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
  }

  /** Takes no further requests, answers those under way, and stops. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("{} did not stop in order", what, e);
    }
    workers.shutdown();
  }
}
