package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods, types, lengths, connections: what HTTP itself asks of a server. */
class HttpTest {
  private static final String ROW = "{\"size\":1,\"rooms\":1}";
  private static final String HOST = "Host: localhost\r\n";
  private static final String JSON = "Content-Type: application/json\r\n";

  private static PredictionServer server;
  private static Client client;

  @BeforeAll
  static void start() {
    server = Fixture.start();
    client = new Client(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /predict               | POST, OPTIONS",
        "PUT    | /predict               | POST, OPTIONS",
        "DELETE | /v2/models/price       | GET, HEAD, OPTIONS",
        "POST   | /v2/health/live        | GET, HEAD, OPTIONS",
        "GET    | /v2/models/price/infer | POST, OPTIONS",
        "TRACE  | /v2                    | GET, HEAD, OPTIONS",
        "BREW   | /v2                    | GET, HEAD, OPTIONS",
      })
  void shouldSayWhichMethodsAPathTakes(String method, String path, String allow)
      throws IOException {
    try (RawConnection connection = new RawConnection(server)) {
      String answer = connection.request(method + " " + path, HOST, "").answer();
      assertTrue(answer.startsWith("HTTP/1.1 405 "), answer);
      assertTrue(answer.contains("Allow: " + allow + "\r\n"), answer);
    }
  }

  @Test
  void shouldAnswerOptionsAndHead() {
    HttpResponse<String> options = client.method("OPTIONS", "/predict");
    assertEquals(204, options.statusCode());
    assertEquals("POST, OPTIONS", options.headers().firstValue("Allow").orElse(""));
    HttpResponse<String> head = client.method("HEAD", "/v2/models/price");
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
    int length = client.get("/v2/models/price").body().getBytes(StandardCharsets.UTF_8).length;
    assertEquals(length, head.headers().firstValueAsLong("Content-Length").orElse(-1));
    assertEquals(404, client.method("HEAD", "/nowhere").statusCode());
    assertTrue(client.get("/").body().contains("POST /predict"), client.get("/").body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json                  | 200",
        "Application/JSON; charset=UTF-8   | 200",
        "application/json;charset=\"utf-8\"| 200",
        "application/json; charset=latin1  | 415",
        "application/x-www-form-urlencoded | 415",
        "text/plain                        | 415",
        "application/octet-stream          | 415",
        "*/*                               | 415",
      })
  void shouldTakeJsonOnly(String type, int status) {
    assertEquals(
        status,
        Client.send(
                client
                    .request("/predict")
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofString(ROW)))
            .statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Content-Encoding: gzip\r\n", "Inference-Header-Content-Length: 9\r\n"})
  void shouldRefuseBodiesThatItCannotRead(String header) throws IOException {
    try (RawConnection connection = new RawConnection(server)) {
      String headers = HOST + "Content-Length: 20\r\n" + header + (header.isEmpty() ? "" : JSON);
      String answer = connection.request("POST /predict", headers, ROW).answer();
      assertTrue(answer.startsWith("HTTP/1.1 415 "), answer);
    }
  }

  @Test
  void shouldRefuseABodyThatIsNotUtf8() {
    byte[] latin = "{\"sïze\":1}".getBytes(StandardCharsets.ISO_8859_1);
    Client.error(400, client.post("/predict", BodyPublishers.ofByteArray(latin)));
  }

  @Test
  void shouldAnswerInUtf8() {
    String reason = Client.error(400, client.post("/predict", "{\"größe\":1}"));
    assertTrue(reason.contains("'größe'"), reason);
  }

  @Test
  void shouldRefuseALongBodyByItsLengthAlone() throws IOException {
    try (RawConnection connection = new RawConnection(server)) {
      String headers = HOST + JSON + "Content-Length: 9000000000\r\n";
      String answer = connection.request("POST /predict", headers, "{").answer();
      assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
      assertTrue(answer.contains("longer than 1048576 bytes"), answer);
    }
  }

  @Test
  void shouldRefuseALongBodyWhoseLengthIsNotTold() {
    byte[] body = " ".repeat(3 << 20).getBytes(StandardCharsets.US_ASCII);
    HttpResponse<String> response =
        client.post("/predict", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    Client.error(413, response);
  }

  @Test
  void shouldLetAClientThatSendsTooMuchReadWhy() {
    for (int i = 0; i < 10; i++) {
      Client.error(413, client.post("/predict", " ".repeat(4 << 20)));
    }
  }

  @Test
  void shouldTakeABodyOfJustTheLimit() {
    String padded = ROW + " ".repeat((1 << 20) - ROW.length());
    assertEquals(200, client.post("/predict", padded).statusCode());
    Client.error(413, client.post("/predict", padded + " "));
  }

  @Test
  void shouldTellAClientThatWaitsWhetherToGoOn() throws IOException {
    try (RawConnection connection = new RawConnection(server)) {
      String headers = HOST + JSON + "Expect: 100-continue\r\nContent-Length: 20\r\n";
      String go = connection.request("POST /predict", headers, "").answer();
      assertTrue(go.startsWith("HTTP/1.1 100 "), go);
      String answer = connection.send(ROW).answer();
      assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    }
    try (RawConnection connection = new RawConnection(server)) {
      String headers = HOST + JSON + "Expect: 100-continue\r\nContent-Length: 2000000\r\n";
      String answer = connection.request("POST /predict", headers, "").answer();
      assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
    }
  }

  @Test
  void shouldKeepAConnectionForManyRequests() throws IOException {
    try (RawConnection connection = new RawConnection(server)) {
      for (int i = 0; i < 3; i++) {
        String headers = HOST + JSON + "Content-Length: 20\r\n";
        String answer = connection.request("POST /predict", headers, ROW).answer();
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertTrue(answer.endsWith("{\"value\":5.0}]}"), answer);
        assertFalse(answer.contains("Connection: close"), answer);
        answer = connection.request("GET /nowhere", HOST, "").answer();
        assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
      }
    }
  }

  @Test
  void shouldTakeABodyInChunksThatComeInPieces() throws IOException {
    try (RawConnection connection = new RawConnection(server)) {
      String headers = HOST + JSON + "Transfer-Encoding: chunked\r\n";
      connection.request("POST /predict", headers, "5\r\n{\"siz\r\n");
      connection.send("f\r\ne\":1,\"rooms\":1}").send("\r\n0\r\n\r\n");
      String answer = connection.answer();
      assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v2 HTTP/1.1||",
        "GET /v2||",
        "NONSENSE||",
        "\u0001\u0002\u0003||",
        "GET /v2 HTTP/9.9|Host: localhost||",
        "GET /v2 HTTP/1.1|Host: a|Host: b||",
        "GET /v2 HTTP/1.1|Host localhost||",
        "GET /%zz HTTP/1.1|Host: localhost||",
        "GET /v2/../../etc/passwd HTTP/1.1|Host: localhost||",
        "GET /v2/models/a%2fb HTTP/1.1|Host: localhost||",
        "POST /predict HTTP/1.1|Host: localhost|Content-Type: application/json|"
            + "Content-Length: x||",
        "POST /predict HTTP/1.1|Host: localhost|Content-Type: application/json|"
            + "Content-Length: 3|Transfer-Encoding: chunked||0||",
        "POST /predict HTTP/1.1|Host: localhost|Content-Type: application/json|"
            + "Transfer-Encoding: chunked||xyz|",
        "POST /predict?%zz HTTP/1.1|Host: localhost|Content-Type: application/json|"
            + "Content-Length: 0||",
      })
  void shouldAnswerWhatIsNoProperHttp(String text) throws IOException {
    try (RawConnection connection = new RawConnection(server)) {
      String answer = connection.send(text.replace("|", "\r\n")).answer();
      assertTrue(answer.matches("(?s)HTTP/1\\.1 (4..|505) .*"), answer);
      assertTrue(answer.contains("{\"error\":\""), answer);
      assertTrue(answer.contains("nosniff"), answer);
      assertFalse(answer.contains("Jetty"), answer);
    }
    assertEquals(200, client.get("/v2/health/live").statusCode());
  }

  @Test
  void shouldRefuseEndlessHeaders() throws IOException {
    try (RawConnection connection = new RawConnection(server)) {
      String answer =
          connection.request("GET /v2", HOST + "X: " + "y".repeat(20_000) + "\r\n", "").answer();
      assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
    }
    try (RawConnection connection = new RawConnection(server)) {
      String answer = connection.request("GET /" + "y".repeat(20_000), HOST, "").answer();
      assertTrue(answer.startsWith("HTTP/1.1 414 "), answer);
    }
  }
}
