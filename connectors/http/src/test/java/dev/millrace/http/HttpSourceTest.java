package dev.millrace.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.log.LogOptions;
import dev.millrace.core.testing.SourceConformance;
import dev.millrace.core.testing.SourceRun;
import dev.millrace.core.testing.StreamTestDriver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpSourceTest {
  private static final ServerOptions OPTIONS = ServerOptions.defaults().withPort(0);

  @TempDir Path directory;

  private static HttpRequest.Builder request(HttpSource<?> source, String type, String body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + source.port() + "/rows"))
        .header("Content-Type", type)
        .POST(BodyPublishers.ofString(body));
  }

  private static HttpResponse<String> post(HttpSource<?> source, String body) {
    return Client.send(request(source, "application/json", body));
  }

  private static HttpResponse<String> post(HttpSource<?> source, String key, String body) {
    return Client.send(request(source, "application/json", body).header("Idempotency-Key", key));
  }

  private static String row(int number) {
    return "{\"n\":" + number + "}";
  }

  private static List<String> rows(int from, int until) {
    return IntStream.range(from, until).mapToObj(HttpSourceTest::row).toList();
  }

  @TestFactory
  Stream<DynamicTest> conformance() throws Exception {
    HttpSource<String> source = HttpSource.json(OPTIONS);
    try (SourceRun<String> play = new SourceRun<>(source, directory).begin()) {
      post(source, rows(0, 10).toString());
      for (String row : rows(10, 17)) {
        post(source, row);
      }
      play.until(17);
    }
    return SourceConformance.checks(source, 17, directory).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  @Test
  void shouldTakeOneRowSeveralRowsAndLines() throws Exception {
    HttpSource<String> source = HttpSource.json(OPTIONS);
    try (SourceRun<String> play = new SourceRun<>(source, directory).begin()) {
      assertEquals("{\"accepted\":1}", post(source, " {\"a\": \"é\"} ").body());
      assertEquals("{\"accepted\":2}", post(source, "[{\"b\":[1,{}]} , {}]").body());
      assertEquals("{\"accepted\":0}", post(source, "[]").body());
      HttpRequest.Builder lines = request(source, "application/x-ndjson", "{\"c\":1}\n{\"d\":2}\n");
      assertEquals("{\"accepted\":2}", Client.send(lines).body());
      assertEquals(
          List.of("{\"a\": \"é\"}", "{\"b\":[1,{}]}", "{}", "{\"c\":1}", "{\"d\":2}"),
          play.until(5));
    }
  }

  @Test
  void shouldTakeLinesOfText() throws Exception {
    HttpSource<String> source =
        HttpSource.lines(
            OPTIONS.withMaxRows(3),
            (bytes, start, length) -> new String(bytes, start, length, UTF_8));
    try (SourceRun<String> play = new SourceRun<>(source, directory).begin()) {
      HttpRequest.Builder csv = request(source, "text/csv; charset=utf-8", "é,1\r\n\r\nb,2\n\nc,3");
      assertEquals("{\"accepted\":3}", Client.send(csv).body());
      assertEquals("{\"accepted\":0}", Client.send(request(source, "text/plain", "")).body());
      assertEquals(413, Client.send(request(source, "text/plain", "a\nb\nc\nd")).statusCode());
      HttpResponse<String> json = post(source, "{}");
      assertEquals(415, json.statusCode());
      assertTrue(json.body().contains("Content-Type: text/csv, or text/plain"), json.body());
      assertEquals(List.of("é,1", "b,2", "c,3"), play.until(3));
    }
  }

  @Test
  void shouldHaveOnDiskWhatItHasAnswered() throws Exception {
    HttpSource<String> source = HttpSource.json(OPTIONS);
    try (SourceRun<String> play = new SourceRun<>(source, directory.resolve("log")).begin()) {
      assertEquals(200, post(source, rows(0, 5).toString()).statusCode());
      Path left = directory.resolve("left");
      copy(directory.resolve("log"), left);
      try (SourceRun<String> next = new SourceRun<>(HttpSource.json(OPTIONS), left).begin()) {
        assertEquals(rows(0, 5), next.until(5));
      }
      assertEquals(rows(0, 5), play.until(5));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void shouldCountARequestThatComesAgainOnce() throws Exception {
    HttpSource<String> source = HttpSource.json(OPTIONS);
    try (SourceRun<String> play = new SourceRun<>(source, directory).begin()) {
      assertEquals("{\"accepted\":2}", post(source, "k-1", rows(0, 2).toString()).body());
      assertEquals(
          "{\"accepted\":0,\"repeated\":true}", post(source, "k-1", rows(0, 2).toString()).body());
      post(source, "k-2", row(2));
      play.until(3);
    }
    try (SourceRun<String> play = new SourceRun<>(source, directory).begin()) {
      assertEquals("{\"accepted\":0,\"repeated\":true}", post(source, "k-2", row(2)).body());
      post(source, row(3));
      post(source, row(3));
      assertEquals(List.of(row(0), row(1), row(2), row(3), row(3)), play.until(5));
    }
  }

  @Test
  void shouldAskToComeBackWhileThePipelineIsBehind() throws Exception {
    HttpSource<String> source =
        HttpSource.json(OPTIONS).withLog(LogOptions.defaults().withSizes(4 * 4096, 4096));
    try (SourceRun<String> play = new SourceRun<>(source, directory).begin()) {
      String large = "{\"x\":\"" + "x".repeat(3000) + "\"}";
      int taken = 0;
      HttpResponse<String> answer = post(source, large);
      while (answer.statusCode() == 200) {
        taken++;
        answer = post(source, large);
      }
      assertEquals(6, taken);
      assertTrue(Client.error(429, answer).contains("behind"), answer.body());
      assertEquals("1", answer.headers().firstValue("Retry-After").orElse(""));
      play.until(taken);
      play.batch();
      assertEquals(200, post(source, large).statusCode());
    }
  }

  @Test
  void shouldKeepToItsRate() throws Exception {
    HttpSource<String> source = HttpSource.json(OPTIONS.withMaxRows(10)).withRate(0.5);
    try (SourceRun<String> play = new SourceRun<>(source, directory).begin()) {
      assertEquals(200, post(source, rows(0, 10).toString()).statusCode());
      HttpResponse<String> answer = post(source, rows(10, 13).toString());
      assertTrue(Client.error(429, answer).contains("rate"), answer.body());
      int wait = Integer.parseInt(answer.headers().firstValue("Retry-After").orElse(""));
      assertTrue(wait >= 4 && wait <= 6, "wait " + wait);
      assertEquals(rows(0, 10), play.until(10));
    }
  }

  @Test
  void shouldRefuseAsAWholeWhatItDoesNotTake() throws Exception {
    ServerOptions small = OPTIONS.withMaxRows(3).withMaxBodyBytes(1000);
    HttpSource<String> source = HttpSource.json(small);
    try (SourceRun<String> play = new SourceRun<>(source, directory).begin()) {
      assertTrue(Client.error(400, post(source, "[{}, 1]")).contains("row 1 must be an object"));
      assertTrue(Client.error(400, post(source, "[{}, {")).contains("not JSON"));
      assertTrue(Client.error(400, post(source, "{} {}")).contains("goes on after its end"));
      assertTrue(
          Client.error(413, post(source, rows(0, 4).toString())).contains("more than 3 rows"));
      Client.error(413, post(source, "{\"x\":\"" + "x".repeat(1000) + "\"}"));
      Client.error(400, post(source, "k".repeat(128), "{}"));
      Client.error(415, Client.send(request(source, "text/plain", "{}")));
      Client.error(
          415,
          Client.send(
              request(source, "application/json", "{}").header("Content-Encoding", "gzip")));
      HttpRequest.Builder elsewhere =
          request(source, "application/json", "{}")
              .uri(URI.create("http://127.0.0.1:" + source.port() + "/elsewhere"));
      Client.error(404, Client.send(elsewhere));
      Client.error(405, Client.send(request(source, "application/json", "{}").GET()));
      post(source, row(1));
      assertEquals(List.of(row(1)), play.until(1));
    }
  }

  @Test
  void shouldAskForTheToken() throws Exception {
    HttpSource<String> source = HttpSource.json(OPTIONS.withToken(BearerToken.of("t0ken-of-rows")));
    try (SourceRun<String> play = new SourceRun<>(source, directory).begin()) {
      Client.error(401, post(source, row(1)));
      HttpRequest.Builder wrong = request(source, "application/json", row(1));
      Client.error(401, Client.send(wrong.header("Authorization", "Bearer other-token")));
      HttpRequest.Builder right = request(source, "application/json", row(2));
      assertEquals(
          200, Client.send(right.header("Authorization", "Bearer t0ken-of-rows")).statusCode());
      assertEquals(List.of(row(2)), play.until(1));
    }
    HttpSource<String> open = HttpSource.json(OPTIONS.withHost("0.0.0.0"));
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class,
            () -> new SourceRun<>(open, directory.resolve("open")).begin());
    assertTrue(refused.getMessage().contains("give the server a token"), refused.getMessage());
  }

  @Test
  void shouldRejectRowsThatCannotBeDecoded() throws Exception {
    HttpSource<Integer> source =
        HttpSource.json(
            OPTIONS,
            (bytes, start, length) -> Integer.parseInt(new String(bytes, start + 5, 1, UTF_8)));
    try (SourceRun<Integer> play = new SourceRun<>(source, directory).begin()) {
      post(source, "key", "[{\"n\":7}, {\"n\":\"\"}]");
      play.until(2);
      assertEquals(List.of(7), play.records());
      assertEquals("row 2 received", play.rejects().get(0).position());
      assertEquals("{\"n\":\"\"}", play.rejects().get(0).record());
    }
  }

  @Test
  void shouldKeepRequestsThatComeAtTheSameTimeApart() throws Exception {
    HttpSource<String> source = HttpSource.json(OPTIONS);
    try (SourceRun<String> play = new SourceRun<>(source, directory).begin()) {
      List<CompletableFuture<Void>> clients = new ArrayList<>();
      for (int client = 0; client < 8; client++) {
        int first = client * 1000;
        clients.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = first; i < first + 100; i += 5) {
                    assertEquals(200, post(source, rows(i, i + 5).toString()).statusCode());
                  }
                }));
      }
      clients.forEach(CompletableFuture::join);
      List<String> all = play.until(800);
      assertEquals(800, all.stream().distinct().count());
      for (int i = 0; i < 800; i += 5) {
        int first = Integer.parseInt(all.get(i).replaceAll("\\D", ""));
        assertEquals(rows(first, first + 5), all.subList(i, i + 5));
      }
    }
  }

  @Test
  void shouldCountEveryRowOnceWhereverThePipelineCrashes() {
    MemorySink<String> sink = new MemorySink<>();
    HttpSource<String> source = HttpSource.json(OPTIONS);
    StreamingConfig config =
        StreamingConfig.named("rows")
            .withCheckpoint(directory.resolve("checkpoint"))
            .withMaxBatchRecords(4);
    try (StreamTestDriver driver =
        StreamTestDriver.of(config, context -> context.source("rows", source).to("out", sink))) {
      driver.runBatch();
      post(source, "key", rows(0, 40).toString());
      for (BatchStep step : BatchStep.values()) {
        driver.crashAt(step);
        driver.recover();
      }
      driver.runAll();
      post(source, "key", rows(0, 40).toString());
      driver.runAll();
    }
    assertEquals(rows(0, 40), sink.records());
  }
}
