package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.testing.Fuzz;
import dev.millrace.core.testing.SourceRun;
import dev.millrace.http.dashboard.Dashboard;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes on a connection, damaged: an answer that is no fault of the server, or none. */
class FuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");
  private static final String HOST = "Host: localhost\r\n";
  private static final String JSON = HOST + "Content-Type: application/json\r\n";
  private static final String BEARER = "Authorization: Bearer token-of-the-test\r\n";
  private static final String ROW = "{\"size\":1,\"rooms\":1}";
  private static final String TENSOR =
      "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP64\",\"data\":[1,2]}]}";
  private static final int PATIENCE_MILLIS = 5_000;
  private static final long LEFT_OVER = 48 << 20;
  private static final String[] TOKENS = {
    "\r\n",
    "\r\n\r\n",
    "\n",
    ": ",
    "%2e%2e/",
    "%zz",
    "Transfer-Encoding: chunked\r\n",
    "Content-Length: 5\r\n",
    "Content-Length: -1\r\n",
    "Expect: 100-continue\r\n",
    "Connection: Upgrade\r\nUpgrade: h2c\r\n",
    "X: " + "y".repeat(9_000) + "\r\n",
    "HTTP/2.0",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "ffffffff\r\n",
    "0\r\n\r\n",
    "GET / HTTP/1.1\r\n"
  };

  private static byte[] request(String line, String headers, String body) {
    return (line + " HTTP/1.1\r\n" + headers + "\r\n" + body).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] post(String path, String headers, String body) {
    String length = "Content-Length: " + body.length() + "\r\n";
    return request("POST " + path, headers + length, body);
  }

  private static List<byte[]> toModels() {
    String chunked = JSON + "Transfer-Encoding: chunked\r\n";
    return List.of(
        request("GET /v2/models/price/versions/7", HOST, ""),
        request("OPTIONS /predict", HOST + "Origin: http://localhost\r\n", ""),
        post("/predict?model=price&version=7", JSON, ROW),
        post("/v2/models/price/infer", JSON, TENSOR),
        request("POST /predict", chunked, "5\r\n{\"siz\r\nf\r\ne\":1,\"rooms\":1}\r\n0\r\n\r\n"));
  }

  /** Sends in two pieces, ends, and takes what comes. */
  private static void exchange(int port, byte[] input) throws IOException {
    byte[] answer;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      out.write(input, 0, input.length / 2);
      out.write(input, input.length / 2, input.length - input.length / 2);
      socket.shutdownOutput();
      answer = socket.getInputStream().readNBytes(1 << 20);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection is left open", e);
    } catch (SocketException e) {
      return; // the server hung up first
    }
    String text = new String(answer, StandardCharsets.UTF_8);
    assertTrue(text.isEmpty() || text.startsWith("HTTP/1."), text);
    assertFalse(text.contains("HTTP/1.1 500 ") || text.contains("HTTP/1.1 503 "), text);
  }

  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void fuzz(String name, PredictionServer server, List<byte[]> seeds) {
    fuzz(name, server.port(), seeds);
    assertEquals(200, new Client(server).get("/v2/health/live").statusCode());
  }

  private static void fuzz(String name, int port, List<byte[]> seeds) {
    long before = usedMemory();
    Fuzz.of(name, input -> exchange(port, input), seeds)
        .withTokens(TOKENS)
        .withMemory(4 << 20, 256)
        .run(CORPORA);
    long kept = usedMemory() - before;
    assertTrue(kept < LEFT_OVER, kept + " bytes are kept");
  }

  @Test
  void shouldAnswerAnyBytesOrHangUp() {
    try (PredictionServer server = Fixture.start()) {
      fuzz("server", server, toModels());
    }
  }

  @Test
  void shouldAnswerAnyBytesToTheDashboardOrHangUp() {
    StreamingConfig config = StreamingConfig.named("fuzz").withoutShutdownHook();
    try (StreamingContext context = StreamingContext.create(config)) {
      context
          .source("numbers", GeneratorSource.bounded(1, i -> i))
          .foreachBatch((batch, scope) -> batch.count());
      Dashboard dashboard = Dashboard.of(context, List.of());
      ServerOptions options = Fixture.options().withToken(BearerToken.of("token-of-the-test"));
      try (PredictionServer server = dashboard.serve(options)) {
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(request("GET /", HOST, ""));
        seeds.add(request("GET /dashboard/nothing", HOST + BEARER, ""));
        seeds.add(request("HEAD /dashboard/events", HOST + BEARER, ""));
        for (String action : List.of("pin", "unpin", "hold", "release")) {
          String path = "/dashboard/" + action + "?version=17&model=champion";
          seeds.add(post(path, JSON + BEARER, "{}"));
        }
        fuzz("dashboard", server, seeds);
      }
    }
  }

  /** What is answered with 200 is in the log, and whole. */
  @Test
  void shouldTakePostedRowsOfAnyBytesOrHangUp(@TempDir Path directory) throws Exception {
    HttpSource<String> source = HttpSource.json(Fixture.options());
    try (SourceRun<String> run = new SourceRun<>(source, directory).begin()) {
      String lines = HOST + "Content-Type: application/x-ndjson\r\n";
      fuzz(
          "posted-rows",
          source.port(),
          List.of(
              post("/rows", JSON, "[" + ROW + ",{\"a\":[{}, \"\\ud83d\\ude00\"]}]"),
              post("/rows", JSON + "Idempotency-Key: 17\r\n", ROW),
              post("/rows", lines, ROW + "\n" + ROW + "\n")));
      exchange(source.port(), post("/rows", JSON, "{\"last\":1}"));
      while (!run.batch().isEmpty()) {
        for (String row : run.records()) {
          assertTrue(row.startsWith("{") && row.endsWith("}"), row);
        }
      }
      assertEquals("{\"last\":1}", run.records().get(run.records().size() - 1));
      assertEquals(List.of(), run.rejects());
    }
  }
}
