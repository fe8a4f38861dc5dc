package dev.millrace.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.core.StreamingContext;
import dev.millrace.kafka.KafkaBroker;
import dev.millrace.yaml.document.Document;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of source and sink, end to end. */
@Timeout(120)
class SourcesTest {
  @TempDir Path directory;

  private PipelineFile pipeline(String source, String trigger) {
    String yaml =
        """
        name: test
        trigger: %s
        checkpoint: %s
        sources:
          rows: %s
        outputs:
          rows: {from: rows, to: {type: jsonLines, path: %s}}
        deadLetters: {type: csv, path: %s}
        """
            .formatted(
                trigger,
                directory.resolve("checkpoint"),
                source,
                directory.resolve("rows"),
                directory.resolve("dead-letters"));
    return PipelineFile.of(Document.of("test.yaml", yaml));
  }

  private List<String> run(String source) throws Exception {
    PipelineFile file = pipeline(source, "availableNow");
    try (StreamingContext context = StreamingContext.create(file.config())) {
      file.describe(context);
      context.start();
      context.awaitTermination();
    }
    return lines("rows");
  }

  private List<String> lines(String output) throws IOException {
    List<String> lines = new ArrayList<>();
    if (Files.isDirectory(directory.resolve(output))) {
      try (var files = Files.list(directory.resolve(output))) {
        for (Path file :
            files.filter(f -> f.getFileName().toString().startsWith("batch")).sorted().toList()) {
          lines.addAll(Files.readAllLines(file));
        }
      }
    }
    return lines;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void shouldReadCsv() throws Exception {
    Path file = write("in.csv", "a;b\n1;x\n;y\n");
    assertEquals(
        List.of("{\"a\":1,\"b\":\"x\"}", "{\"a\":null,\"b\":\"y\"}"),
        run("{type: csv, path: '%s', delimiter: ';', types: {a: number}}".formatted(file)));
  }

  @Test
  void shouldReadObjectsWithinObjectsAndTellWhatIsNone() throws Exception {
    Path file =
        write("in.jsonl", "{\"at\":{\"x\":1.5},\"n\":\"Rome\"}\n{\"at\":{\"x\":\"far\"}}\n[1]\n");
    assertEquals(
        List.of("{\"at.x\":1.5,\"n\":\"Rome\"}"),
        run("{type: jsonLines, path: '%s', columns: {at.x: number, n: text}}".formatted(file)));
    List<String> dead = lines("dead-letters");
    assertEquals("origin,position,reason,record", dead.get(0));
    assertTrue(dead.get(1).contains("'at.x' is \"\"far\"\", expected a number"), dead.get(1));
    assertEquals(3, dead.size(), dead.toString());
  }

  @Test
  void shouldReadTexts() throws Exception {
    assertEquals(
        List.of("{\"line\":\"one\"}", "{\"line\":\"two\"}"),
        run("{type: text, path: '%s'}".formatted(write("in.txt", "one\ntwo\n"))));
  }

  @Test
  void shouldReadWebLogs() throws Exception {
    Path log =
        write(
            "access.log",
            "10.0.0.1 - ann [31/Jan/2026:12:00:00 +0000] \"GET /a?b=1 HTTP/1.1\" 200 17\n");
    assertEquals(
        List.of(
            "{\"bytes\":17,\"host\":\"10.0.0.1\",\"method\":\"GET\",\"path\":\"/a?b=1\","
                + "\"protocol\":\"HTTP/1.1\",\"referrer\":\"\",\"seconds\":null,\"status\":200,"
                + "\"time\":\"2026-01-31T12:00:00Z\",\"user\":\"ann\",\"userAgent\":\"\"}"),
        run("{type: webLog, path: '%s'}".formatted(log)));
  }

  @Test
  void shouldReadArff() throws Exception {
    Path file =
        write("in.arff", "@relation r\n@attribute x numeric\n@attribute c {a,b}\n@data\n1,b\n");
    assertEquals(List.of("{\"c\":\"b\",\"x\":1}"), run("{type: arff, path: '%s'}".formatted(file)));
  }

  @Test
  void shouldReadLibSvm() throws Exception {
    Path file = write("in.svm", "1 1:0.5 3:2\n-1 4:1\n");
    assertEquals(
        List.of(
            "{\"label\":1,\"x1\":0.5,\"x2\":0,\"x3\":2}",
            "{\"label\":-1,\"x1\":0,\"x2\":0,\"x3\":0}"),
        run("{type: libSvm, path: '%s', features: 3}".formatted(file)));
  }

  @Test
  void shouldReadVw() throws Exception {
    Path file =
        write("in.vw", "1 2 t1|price:2 eur:1.5 |w red big red\n|sky clouds |w blue\nx |a b\n");
    assertEquals(
        List.of(
            "{\"importance\":2,\"label\":1,\"price^eur\":3,\"sky^clouds\":0,\"tag\":\"t1\","
                + "\"w\":\"red big red\"}",
            "{\"importance\":1,\"label\":null,\"price^eur\":0,\"sky^clouds\":1,\"tag\":\"\","
                + "\"w\":\"blue\"}"),
        run(
            "{type: vw, path: '%s', features: [price^eur, sky^clouds], texts: [w]}"
                .formatted(file)));
    assertTrue(lines("dead-letters").get(1).contains("in.vw line 3"), lines("dead-letters") + "");
  }

  @Test
  void shouldTailALogThroughARotation() throws Exception {
    Path log = write("app.log", "{\"x\":1}\n{\"x\":2}\n");
    String source = "{type: tail, path: '%s', columns: {x: number}, rotationWait: 1ms}";
    assertEquals(List.of("{\"x\":1}", "{\"x\":2}"), run(source.formatted(log)));
    Files.writeString(log, "{\"x\":3}\n", StandardOpenOption.APPEND);
    Files.move(log, log.resolveSibling("app.log.1"));
    write("app.log", "{\"x\":4}\nnone\n");
    List<String> all = run(source.formatted(log));
    while (all.size() < 4) {
      all = run(source.formatted(log));
    }
    assertEquals(List.of("{\"x\":3}", "{\"x\":4}"), all.subList(2, 4));
    assertTrue(lines("dead-letters").toString().contains("not JSON"));
  }

  @Test
  void shouldTailTexts() throws Exception {
    assertEquals(
        List.of("{\"line\":\"one\"}"),
        run("{type: tail, path: '%s'}".formatted(write("app.log", "one\n"))));
  }

  @Test
  void shouldTakeServerSentEvents() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/feed",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          exchange
              .getResponseBody()
              .write(
                  "data: {\"x\":\"far\"}\n\ndata: {\"x\":1}\n\n".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
        });
    server.start();
    try {
      String uri = "http://127.0.0.1:" + server.getAddress().getPort() + "/feed";
      String source = "{type: serverSentEvents, uri: '%s', columns: {x: number}}";
      untilWritten(pipeline(source.formatted(uri), "10ms"), "{\"x\":1}", () -> {});
      assertTrue(lines("dead-letters").toString().contains("expected a number"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void shouldTakeMessagesOfAWebSocket() throws Exception {
    try (WebSocketFeed feed = WebSocketFeed.sending("{\"x\":1}")) {
      String source = "{type: webSocket, uri: 'ws://127.0.0.1:%d/', columns: {x: number}}";
      untilWritten(pipeline(source.formatted(feed.port()), "10ms"), "{\"x\":1}", () -> {});
    }
  }

  @Test
  void shouldFollowATable() throws Exception {
    String url = "jdbc:h2:" + directory.resolve("db").toAbsolutePath();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("create table trips (id int primary key, city varchar, km double)");
      statement.execute("insert into trips values (1, 'Rome', 2.5), (2, 'Paris', 4)");
    }
    assertEquals(
        List.of("{\"CITY\":\"Rome\",\"KM\":2.5}", "{\"CITY\":\"Paris\",\"KM\":4}"),
        run(
            "{type: jdbc, url: '%s', table: TRIPS, order: [ID], columns: {CITY: text, KM: number}}"
                .formatted(url)));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void untilWritten(PipelineFile file, String expected, Sending sending) throws Exception {
    try (StreamingContext context = StreamingContext.create(file.config())) {
      file.describe(context);
      context.start();
      for (boolean sent = false; lines("rows").isEmpty(); ) {
        try {
          if (!sent) {
            sending.send();
            sent = true;
          }
        } catch (IOException e) {
          sent = false; // it does not listen yet
        }
        context.awaitTermination(Duration.ofMillis(20));
      }
    }
    assertEquals(List.of(expected), lines("rows"));
  }

  private interface Sending {
    void send() throws IOException, InterruptedException;
  }

  @Test
  void shouldTakeLinesFromASocket() throws Exception {
    int port = freePort();
    untilWritten(
        pipeline("{type: socket, listen: %d, columns: {x: number}}".formatted(port), "10ms"),
        "{\"x\":1}",
        () -> {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
              OutputStream out = socket.getOutputStream()) {
            out.write("{\"x\":\"far\"}\n{\"x\":1}\n".getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  @Test
  void shouldTakeCsvFromASocket() throws Exception {
    int port = freePort();
    String source = "{type: socket, listen: %d, format: csv, delimiter: ';', columns: %s}";
    untilWritten(
        pipeline(source.formatted(port, "{city: text, x: number}"), "10ms"),
        "{\"city\":\"Rome; \\\"here\\\"\",\"x\":1.5}",
        () -> {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
              OutputStream out = socket.getOutputStream()) {
            out.write(
                "Paris\nOslo;far\n\"Rome; \"\"here\"\"\";1.5\n".getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  @Test
  void shouldTakePostedCsv() throws Exception {
    int port = freePort();
    HttpRequest post =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/rows"))
            .header("Content-Type", "text/csv; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString("Rome,x\r\n\r\nRome,2\r\n"))
            .build();
    String source = "{type: http, port: %d, format: csv, columns: {city: text, x: number}}";
    untilWritten(
        pipeline(source.formatted(port), "10ms"),
        "{\"city\":\"Rome\",\"x\":2}",
        () -> {
          HttpResponse<String> response =
              HttpClient.newHttpClient().send(post, HttpResponse.BodyHandlers.ofString());
          assertEquals("{\"accepted\":2}", response.body());
        });
    assertTrue(
        String.join("\n", lines("dead-letters"))
            .contains("column 'x': expected a finite number, got 'x'"),
        lines("dead-letters").toString());
  }

  @Test
  void shouldTakePostedRows() throws Exception {
    int port = freePort();
    HttpRequest post =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/in"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"x\":1}"))
            .build();
    untilWritten(
        pipeline("{type: http, port: %d, path: /in, columns: {x: number}}".formatted(port), "10ms"),
        "{\"x\":1}",
        () ->
            assertEquals(
                200,
                HttpClient.newHttpClient()
                    .send(post, HttpResponse.BodyHandlers.discarding())
                    .statusCode()));
  }

  @Test
  void shouldReadAndWriteTopicsAndDraftAPipelineForOne() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start()) {
      broker.createTopic("in", 1);
      broker.createTopic("out", 1);
      Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrap());
      try (KafkaProducer<String, String> producer =
          new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
        for (int i = 0; i < 40; i++) {
          String row =
              "{\"trip\":{\"km\":%d},\"late\":\"%s\"}".formatted(i % 7, i % 7 > 3 ? "yes" : "no");
          producer.send(new ProducerRecord<>("in", row)).get();
        }
      }
      String draft = PipelineDraft.ofTopic(broker.bootstrap(), "in", Optional.empty());
      assertTrue(draft.contains("  column: late"), draft);
      assertTrue(draft.contains("{type: numeric, columns: [trip.km]}"), draft);

      String out =
          "{type: kafka, brokers: '%s', topic: out, key: late}".formatted(broker.bootstrap());
      Document changed =
          Document.of("draft.yaml", draft)
              .with("test", "trigger", "availableNow")
              .with("test", "checkpoint", directory.resolve("draft").toString())
              .with("test", "deadLetters.path", directory.resolve("dead").toString())
              .with("test", "outputs.predictions.to", out);
      PipelineFile file = PipelineFile.of(changed);
      try (StreamingContext context = StreamingContext.create(file.config())) {
        file.describe(context);
        context.start();
        context.awaitTermination();
      }
      List<String> rows =
          run(
              "{type: kafka, brokers: '%s', topics: [out], columns: {trip.km: number, prediction: text}}"
                  .formatted(broker.bootstrap()));
      assertEquals(40, rows.size());
      assertTrue(rows.get(0).startsWith("{\"prediction\":\""), rows.get(0));
    }
  }
}
