package dev.millrace.kinesis;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before a Kinesis server on loopback, and spoils requests as it is told. Thread-safe. */
final class FaultProxy implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI target;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, Deque<Fault>> waiting = new HashMap<>();
  private final Map<String, Integer> requests = new HashMap<>();
  private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);
  private final Random random;
  private double rate;

  private FaultProxy(URI target, long seed) throws IOException {
    this.target = target;
    this.random = new Random(seed);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  static FaultProxy before(URI target, long seed) throws IOException {
    return new FaultProxy(target, seed);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Spoils the next {@code times} requests for an operation. */
  synchronized void spoil(String operation, Fault fault, int times) {
    for (int i = 0; i < times; i++) {
      waiting.computeIfAbsent(operation, some -> new ArrayDeque<>()).add(fault);
    }
  }

  /** Spoils requests at random from now on. */
  synchronized void spoilAll(double newRate) {
    rate = newRate;
  }

  /** How many requests came for an operation. */
  synchronized int requests(String operation) {
    return requests.getOrDefault(operation, 0);
  }

  /** How many requests were spoilt so. */
  synchronized int done(Fault fault) {
    return done.getOrDefault(fault, 0);
  }

  private synchronized Optional<Fault> next(String operation) {
    requests.merge(operation, 1, Integer::sum);
    Deque<Fault> planned = waiting.getOrDefault(operation, new ArrayDeque<>());
    Optional<Fault> fault = Optional.ofNullable(planned.poll());
    if (fault.isEmpty() && random.nextDouble() < rate) {
      List<Fault> possible =
          switch (operation) {
            case "GetRecords" ->
                List.of(Fault.THROTTLED, Fault.UNAVAILABLE, Fault.EXPIRED, Fault.UNANSWERED);
            case "PutRecords" ->
                List.of(Fault.THROTTLED, Fault.UNAVAILABLE, Fault.UNANSWERED, Fault.PARTIAL);
            default -> List.of(Fault.THROTTLED, Fault.UNAVAILABLE, Fault.REFUSED);
          };
      fault = Optional.of(possible.get(random.nextInt(possible.size())));
    }
    fault.ifPresent(some -> done.merge(some, 1, Integer::sum));
    return fault;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      String operation = target.substring(target.indexOf('.') + 1);
      Optional<Fault> fault = next(operation);
      if (fault.isEmpty()) {
        forward(exchange, body);
        return;
      }
      switch (fault.get()) {
        case THROTTLED -> refuse(exchange, "ProvisionedThroughputExceededException");
        case EXPIRED -> refuse(exchange, "ExpiredIteratorException");
        case UNAVAILABLE -> answer(exchange, 503, utf8("{\"__type\":\"InternalFailure\"}"));
        case REFUSED -> {}
        case UNANSWERED -> ask(exchange, body);
        case PARTIAL -> writeHalf(exchange, body);
      }
    }
  }

  private static void refuse(HttpExchange exchange, String type) throws IOException {
    answer(exchange, 400, utf8("{\"__type\":\"" + type + "\",\"message\":\"of the test\"}"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private void forward(HttpExchange exchange, byte[] body) throws IOException {
    HttpResponse<byte[]> answer = ask(exchange, body);
    answer(exchange, answer.statusCode(), answer.body());
  }

  private HttpResponse<byte[]> ask(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.resolve("/"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (String name : List.of("X-Amz-Target", "Content-Type", "Authorization", "X-Amz-Date")) {
      request.header(name, exchange.getRequestHeaders().getFirst(name));
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private void writeHalf(HttpExchange exchange, byte[] body) throws IOException {
    ObjectNode request = (ObjectNode) JSON.readTree(body);
    ArrayNode records = (ArrayNode) request.get("Records");
    ArrayNode written = JSON.createArrayNode();
    for (int i = 0; i < records.size(); i += 2) {
      written.add(records.get(i));
    }
    request.set("Records", written);
    ObjectNode answer =
        (ObjectNode) JSON.readTree(ask(exchange, JSON.writeValueAsBytes(request)).body());
    ArrayNode results = JSON.createArrayNode();
    for (int i = 0; i < records.size(); i++) {
      if (i % 2 == 0) {
        results.add(answer.get("Records").get(i / 2));
      } else {
        results.addObject().put("ErrorCode", "InternalFailure").put("ErrorMessage", "of the test");
      }
    }
    answer.set("Records", results);
    answer.put("FailedRecordCount", records.size() / 2);
    answer(exchange, 200, JSON.writeValueAsBytes(answer));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
