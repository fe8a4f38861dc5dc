package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.ml.serve.PredictorModel;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityTest {
  private static final String SECRET = "c0rrect-horse.battery";

  private static PredictionServer open;
  private static PredictionServer locked;

  @BeforeAll
  static void start() {
    open = Fixture.start();
    locked = Fixture.start(Fixture.options().withToken(BearerToken.of(SECRET)));
  }

  @AfterAll
  static void stop() {
    open.close();
    locked.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void shouldNotListenToOtherMachinesWithoutAToken(String host) {
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class, () -> Fixture.start(Fixture.options().withHost(host)));
    assertTrue(refused.getMessage().contains("token"), refused.getMessage());
  }

  @Test
  void shouldListenToOtherMachinesWithAToken() {
    ServerOptions options = Fixture.options().withHost("0.0.0.0").withToken(BearerToken.of(SECRET));
    try (PredictionServer server = Fixture.start(options)) {
      assertEquals(401, new Client(server).get("/v2/models").statusCode());
    }
  }

  @Test
  void shouldSayThatAPortIsTaken() {
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class,
            () -> Fixture.start(Fixture.options().withPort(open.port())));
    assertTrue(refused.getMessage().contains("127.0.0.1:" + open.port()), refused.getMessage());
  }

  @Test
  void shouldRefuseModelsThatCannotBeToldApart() {
    PredictorModel model = PredictorModel.of(Fixture.price());
    assertThrows(
        ConfigurationException.class,
        () -> PredictionServer.start(Fixture.options(), List.of(model, model)));
    assertThrows(
        ConfigurationException.class, () -> PredictionServer.start(Fixture.options(), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2", "/v2/models", "/v2/models/price", "/predict", "/nowhere"})
  void shouldAskForTheTokenWhateverThePath(String path) {
    HttpResponse<String> response = new Client(locked).get(path);
    String reason = Client.error(401, response);
    assertTrue(reason.contains("Authorization: Bearer"), reason);
    assertEquals(
        "Bearer realm=\"millrace\"",
        response.headers().firstValue("WWW-Authenticate").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer " + SECRET + "x",
        "Bearer c0rrect-horse.batter",
        "Bearer ",
        "Bearer 1",
        "Basic YTpi",
        SECRET,
      })
  void shouldRefuseAWrongToken(String authorization) {
    Client client = new Client(locked);
    HttpRequest.Builder request =
        client.request("/v2/models").header("Authorization", authorization);
    assertEquals(401, Client.send(request).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER  "})
  void shouldLetTheTokenIn(String scheme) {
    Client client = new Client(locked);
    HttpRequest.Builder request =
        client.request("/v2/models").header("Authorization", scheme + SECRET);
    assertEquals(200, Client.send(request).statusCode());
  }

  @Test
  void shouldNotTakeTheTokenFromTheUrl() {
    assertEquals(401, new Client(locked).get("/v2/models?access_token=" + SECRET).statusCode());
  }

  @Test
  void shouldAnswerProbesWithoutAToken() {
    assertEquals(200, new Client(locked).get("/v2/health/live").statusCode());
    assertEquals(200, new Client(locked).get("/v2/health/ready").statusCode());
  }

  @Test
  void shouldHideTheToken(@TempDir Path dir) throws IOException {
    assertFalse(Fixture.options().withToken(BearerToken.of(SECRET)).toString().contains(SECRET));
    Path file = dir.resolve("token");
    Files.writeString(file, SECRET + "\n");
    assertTrue(BearerToken.fromFile(file).matches(SECRET));
    Files.writeString(file, "two words, too secret");
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> BearerToken.fromFile(file));
    assertFalse(refused.getMessage().contains("words"), refused.getMessage());
    assertThrows(ConfigurationException.class, () -> BearerToken.fromFile(dir.resolve("missing")));
    assertThrows(
        ConfigurationException.class,
        () -> BearerToken.fromEnvironment("MILLRACE_TEST_NO_SUCH_VARIABLE"));
    assertThrows(ConfigurationException.class, () -> BearerToken.of("short"));
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,                    200",
    "localhost:8460,               200",
    "LOCALHOST,                    200",
    "127.0.0.1,                    200",
    "127.1.2.3:99,                 200",
    "[::1]:8460,                   200",
    "evil.example,                 421",
    "127.0.0.1.evil.example,       421",
    "localhost.evil.example:8460,  421",
    "192.168.0.1,                  421",
    "[2001:db8::1],                421",
    "0.0.0.0,                      421",
  })
  void shouldAnswerToLoopbackNamesOnly(String host, int status) throws IOException {
    try (RawConnection connection = new RawConnection(open)) {
      String answer =
          connection.request("GET /v2/health/live", "Host: " + host + "\r\n", "").answer();
      assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:PORT,   200",
    "http://evil.example,     403",
    "http://127.0.0.1:1,      403",
    "https://127.0.0.1:PORT,  403",
    "null,                    403",
  })
  void shouldRefusePagesOfOtherSites(String origin, int status) {
    Client client = new Client(open);
    String sent = origin.replace("PORT", Integer.toString(open.port()));
    HttpRequest.Builder request = client.request("/v2/models").header("Origin", sent);
    assertEquals(status, Client.send(request).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2", "/nowhere", "/predict", "/v2/models/prize"})
  void shouldSendSecurityHeadersWithEveryAnswer(String path) {
    HttpResponse<String> response = new Client(open).get(path);
    assertEquals("nosniff", response.headers().firstValue("X-Content-Type-Options").orElse(""));
    assertEquals("DENY", response.headers().firstValue("X-Frame-Options").orElse(""));
    assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    assertTrue(response.headers().firstValue("Content-Security-Policy").isPresent());
    assertTrue(response.headers().firstValue("Server").isEmpty());
    assertTrue(response.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
  }
}
