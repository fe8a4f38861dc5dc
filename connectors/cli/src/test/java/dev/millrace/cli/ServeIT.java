package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that serve, as processes, until they are interrupted. */
class ServeIT {
  private static final Pattern SERVING = Pattern.compile("serving .*at (http://\\S+) ");
  private static final int INTERRUPTED = 128 + 2;
  private static final String STEP = "{\"lastReturn\": 2, \"trend\": 1, \"closeLocation\": 0.5}";

  @TempDir Path directory;

  private HttpClient client;
  private Process process;

  @BeforeEach
  void open() {
    client = HttpClient.newHttpClient();
  }

  @AfterEach
  void kill() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void shouldServeTheDemoWhileItRunsAndSumUpWhenInterrupted() throws Exception {
    List<String> args = demo("--port=0", "--rate=200", "--batch-size=20", "--json");
    BufferedReader err = start(args);
    URI server = serving(err);
    JsonNode first = predict(server);
    HttpResponse<String> page =
        client.send(
            HttpRequest.newBuilder(server.resolve("/")).build(),
            HttpResponse.BodyHandlers.ofString());
    assertTrue(page.body().startsWith("<!doctype html>"), page.body());
    long version = first.get("modelVersion").asLong(-1);
    while (predict(server).get("modelVersion").asLong(-1) <= Math.max(2, version)) {
      assertTrue(process.isAlive());
    }
    interrupt();
    assertEquals(INTERRUPTED, process.exitValue());
    JsonNode result = new ObjectMapper().readTree(process.getInputStream());
    assertEquals("stocks", result.get("demo").asText());
    int rows = result.get("rows").asInt();
    assertTrue(rows > 20 && rows < 3392, result.toString());

    Run rest =
        Launcher.run(
            directory, demo("--once", "--json", "--batch-size=1000").toArray(String[]::new));
    assertEquals(0, rest.code(), rest.err());
    assertTrue(rest.err().contains("going on after batch"), rest.err());
    assertEquals(3392, new ObjectMapper().readTree(rest.out()).get("rows").asInt());
  }

  @Test
  void shouldServeACheckpoint() throws Exception {
    Run demo = Launcher.run(directory, demo("--once", "--batch-size=1000").toArray(String[]::new));
    assertEquals(0, demo.code(), demo.err());
    BufferedReader err =
        start(
            List.of(
                "serve",
                "--checkpoint=" + directory.resolve("state"),
                "--model=linear-regression",
                "--port=0"));
    URI server = serving(err);
    JsonNode answer = predict(server);
    assertEquals("3", answer.get("modelVersion").asText(), answer.toString());
    JsonNode metadata = get(server.resolve("/v2/models/linear-regression"));
    assertEquals("linear-regression", metadata.get("name").asText(), metadata.toString());
    interrupt();
    assertEquals(INTERRUPTED, process.exitValue());
  }

  private List<String> demo(String... more) {
    List<String> args = new ArrayList<>(List.of("demo", "stocks"));
    args.addAll(List.of(more));
    args.add("--output=" + directory.resolve("out"));
    args.add("--checkpoint=" + directory.resolve("state"));
    return args;
  }

  private BufferedReader start(List<String> args) throws IOException {
    process = Launcher.process(Launcher.path(), directory, args).start();
    return process.errorReader();
  }

  private static URI serving(BufferedReader err) throws IOException {
    for (String line = err.readLine(); line != null; line = err.readLine()) {
      Matcher matcher = SERVING.matcher(line);
      if (matcher.find()) {
        return URI.create(matcher.group(1).replace(",", ""));
      }
    }
    throw new IllegalStateException("the program ended without serving");
  }

  private void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "does not end when interrupted");
    assertFalse(process.isAlive());
  }

  private JsonNode predict(URI server) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(server.resolve("/predict"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(STEP))
            .build());
  }

  private JsonNode get(URI uri) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri).build());
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    while (response.statusCode() == 503) { // no model has been committed yet
      response = client.send(request, HttpResponse.BodyHandlers.ofString());
    }
    assertEquals(200, response.statusCode(), response.body());
    return new ObjectMapper().readTree(response.body());
  }
}
