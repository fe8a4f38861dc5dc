package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program as a process that serves, and a client of it. */
final class Served implements AutoCloseable {
  private static final Pattern SERVING =
      Pattern.compile("(?:serving|dashboard) at (http://[^\\s/]+)");
  private static final String END = "\0";
  private static final int PATIENCE_SECONDS = 60;
  private static final long POLL_NANOS = 20_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Process process;
  private final String announced;
  private final URI server;

  private Served(Process process, String announced, URI server) {
    this.process = process;
    this.announced = announced;
    this.server = server;
  }

  /** Starts the {@code millrace} program, with variables added to this process's. */
  static Served start(Path directory, Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(Main.class.getName()));
    all.addAll(List.of(args));
    return program(directory, environment, all);
  }

  /**
   * Starts Java, and waits until the program says where it serves.
   *
   * @param program a class, or a source file, and its arguments
   */
  static Served program(Path directory, Map<String, String> environment, List<String> program)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                SourceProgram.classPath()));
    command.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    BlockingQueue<String> output = lines(process);
    StringBuilder said = new StringBuilder();
    String line = output.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    while (line != null && !line.equals(END)) {
      said.append(line).append('\n');
      Matcher matcher = SERVING.matcher(line);
      if (matcher.find()) {
        return new Served(process, line, URI.create(matcher.group(1)));
      }
      line = output.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    end(process);
    throw new IllegalStateException("the program does not serve: " + said);
  }

  private static BlockingQueue<String> lines(Process process) {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread reader =
        new Thread(
            () -> {
              process.inputReader().lines().forEach(lines::add);
              lines.add(END);
            },
            "output");
    reader.setDaemon(true);
    reader.start();
    return lines;
  }

  private static void end(Process process) throws InterruptedException {
    if (!process.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("does not end when killed");
    }
  }

  /** Ends it as Ctrl-C does. */
  void interrupt() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("does not end when interrupted");
    }
  }

  /** The line that says where it serves, and what. */
  String announced() {
    return announced;
  }

  /** Asks, with a token or, if that is empty, without. */
  HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
    return HTTP.send(request(path, token).build(), BodyHandlers.ofString());
  }

  /** Asks until the answer is as wanted. */
  HttpResponse<String> get(String path, String token, Predicate<HttpResponse<String>> wanted)
      throws IOException, InterruptedException {
    return ask(request(path, token).build(), wanted);
  }

  /** Posts JSON until the answer is as wanted. */
  HttpResponse<String> post(
      String path, String token, String json, Predicate<HttpResponse<String>> wanted)
      throws IOException, InterruptedException {
    return ask(posting(path, token, json), wanted);
  }

  HttpResponse<String> post(String path, String token, String json)
      throws IOException, InterruptedException {
    return HTTP.send(posting(path, token, json), BodyHandlers.ofString());
  }

  private HttpRequest posting(String path, String token, String json) {
    return request(path, token)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json))
        .build();
  }

  private HttpResponse<String> ask(HttpRequest request, Predicate<HttpResponse<String>> wanted)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    while (!wanted.test(answer)) {
      if (!process.isAlive()) {
        throw new AssertionError("the program has ended; its last answer was " + answer.body());
      }
      LockSupport.parkNanos(POLL_NANOS);
      answer = HTTP.send(request, BodyHandlers.ofString());
    }
    return answer;
  }

  /** The dashboard's next event that is as wanted, of those that a page is sent. */
  JsonNode event(String token, String name, Predicate<JsonNode> wanted) throws Exception {
    HttpResponse<InputStream> answer =
        HTTP.send(request("/dashboard/events", token).build(), BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      String event = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          event = line.substring("event: ".length());
        } else if (line.startsWith("data: ") && event.equals(name)) {
          JsonNode data = JSON.readTree(line.substring("data: ".length()));
          if (wanted.test(data)) {
            return data;
          }
        }
      }
    }
    throw new AssertionError("the events ended before one of '" + name + "'");
  }

  /** The marks of one kind that a page which is opened once the pipeline has ended is shown. */
  List<JsonNode> marks(String token, String kind) throws Exception {
    List<JsonNode> marks = new ArrayList<>();
    event(token, "hello", hello -> true)
        .get("marks")
        .forEach(
            mark -> {
              if (mark.get("kind").asText().equals(kind)) {
                marks.add(mark);
              }
            });
    return marks;
  }

  private HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  /** Waits, since it writes to its directory until it is gone. */
  @Override
  public void close() throws IOException {
    try {
      end(process);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a program was ending");
    }
  }
}
