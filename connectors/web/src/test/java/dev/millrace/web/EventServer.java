package dev.millrace.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server of numbered events, which goes on after the last one that a client has. */
final class EventServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** The header Last-Event-ID of each request. */
  final List<String> lastIds = new CopyOnWriteArrayList<>();

  private final int events;
  private final int perConnection;
  private final int refusals;
  private final boolean isSilent;

  private EventServer(int events, int perConnection, int refusals, boolean isSilent)
      throws IOException {
    this.events = events;
    this.perConnection = perConnection;
    this.refusals = refusals;
    this.isSilent = isSilent;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /**
   * @param perConnection after so many events the connection is dropped
   * @param refusals so many requests in between are answered with 503
   */
  static EventServer dropping(int events, int perConnection, int refusals) throws IOException {
    return new EventServer(events, perConnection, refusals, false);
  }

  /** Says nothing any more after so many events a connection, and leaves it open. */
  static EventServer silent(int events, int perConnection) throws IOException {
    return new EventServer(events, perConnection, 0, true);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/events");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    lastIds.add(last == null ? "" : last);
    if (lastIds.size() > 1 && lastIds.size() <= 1 + refusals) {
      exchange.sendResponseHeaders(503, -1);
      exchange.close();
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream;charset=utf-8");
    exchange.sendResponseHeaders(200, 0);
    int from = last == null ? 0 : Integer.parseInt(last) + 1;
    int until = Math.min(events, from + perConnection);
    OutputStream out = exchange.getResponseBody();
    for (int id = from; id < until; id++) {
      String event = ": comment\nid: " + id + "\nevent: tick\ndata: event " + id + "\n\n";
      out.write(event.getBytes(StandardCharsets.UTF_8));
    }
    out.flush();
    if (isSilent || until == events) {
      await();
    }
    exchange.close();
  }

  private void await() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
