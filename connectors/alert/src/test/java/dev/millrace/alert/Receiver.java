package dev.millrace.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** An HTTP server that takes webhooks, or refuses them as it is told. */
final class Receiver implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<Post> posts = new ArrayList<>();
  private final Deque<Refusal> refusals = new ArrayDeque<>();

  /** A request; header names in lower case. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Post(Map<String, String> headers, byte[] body) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * @param retryAfter empty for none
   */
  private record Refusal(int status, String retryAfter) {}

  Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/secret-path", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/secret-path");
  }

  /** Answers the next requests so, before it takes any. */
  synchronized void refuse(int times, int status, String retryAfter) {
    for (int i = 0; i < times; i++) {
      refusals.add(new Refusal(status, retryAfter));
    }
  }

  /** What was taken. */
  synchronized List<Post> posts() {
    return List.copyOf(posts);
  }

  synchronized int refusalsLeft() {
    return refusals.size();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Refusal refusal;
      synchronized (this) {
        refusal = refusals.poll();
        if (refusal == null) {
          posts.add(
              new Post(
                  Map.of(
                      "id", header(exchange, "webhook-id"),
                      "timestamp", header(exchange, "webhook-timestamp"),
                      "signature", header(exchange, "webhook-signature"),
                      "type", header(exchange, "Content-Type")),
                  body));
        }
      }
      if (refusal != null && !refusal.retryAfter().isEmpty()) {
        exchange.getResponseHeaders().add("Retry-After", refusal.retryAfter());
      }
      if (refusal != null && refusal.status() == 302) {
        exchange.getResponseHeaders().add("Location", uri().toString());
      }
      exchange.sendResponseHeaders(refusal == null ? 204 : refusal.status(), -1);
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
