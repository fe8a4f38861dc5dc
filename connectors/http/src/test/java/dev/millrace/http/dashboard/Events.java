package dev.millrace.http.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.http.PredictionServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** A listener as a test has it. */
final class Events implements AutoCloseable {
  static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BufferedReader lines;

  private Events(InputStream body) {
    this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  static HttpResponse<InputStream> request(PredictionServer server, String... headers)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.uri().resolve("/dashboard/events"));
    return HTTP.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        BodyHandlers.ofInputStream());
  }

  static Events of(PredictionServer server, String... headers) throws Exception {
    HttpResponse<InputStream> response = request(server, headers);
    if (response.statusCode() != 200) {
      throw new AssertionError(
          response.statusCode()
              + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
    }
    return new Events(response.body());
  }

  /** The data of the next event of that name. */
  JsonNode next(String name) throws IOException {
    return next(name, data -> true);
  }

  /** The data of the next event of that name that is as wanted. */
  JsonNode next(String name, Predicate<JsonNode> wanted) throws IOException {
    boolean here = false;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data: ") && here) {
        JsonNode data = JSON.readTree(line.substring("data: ".length()));
        if (wanted.test(data)) {
          return data;
        }
      }
      here = line.equals("event: " + name) || (here && !line.isEmpty());
    }
    throw new AssertionError("the events ended before one of '" + name + "'");
  }

  /** Whether the server has ended the answer, once everything is read. */
  boolean ended() {
    try {
      String line = lines.readLine();
      while (line != null) {
        line = lines.readLine();
      }
      return true;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
