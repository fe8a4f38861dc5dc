package dev.millrace.hadoop;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An S3 server in a process of its own, on a port of 127.0.0.1 that is free. */
final class S3Mock implements AutoCloseable {
  /** What {@code core-site.xml} of the tests asks for. */
  static final String ENDPOINT = "millrace.test.s3";

  private static final Pattern STARTED = Pattern.compile("Tomcat started on ports ([0-9]+)");

  private final Path files;
  private Child server;
  private String endpoint;
  private int port;
  private int places;

  private S3Mock(Path files) {
    this.files = files;
  }

  static S3Mock start(Path directory) throws IOException, URISyntaxException {
    S3Mock mock = new S3Mock(Files.createDirectories(directory.resolve("s3")));
    mock.start();
    System.setProperty(ENDPOINT, mock.endpoint);
    return mock;
  }

  /** On the port that it had, if it had one. */
  private void start() throws IOException, URISyntaxException {
    Path loopback = Path.of(S3Mock.class.getResource("/s3mock-loopback.xml").toURI());
    server =
        Child.java(
            List.of(
                "-jar",
                jar(),
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--http.port=0",
                "--server.ssl.enabled=false",
                "--spring.main.sources=" + loopback.toUri(),
                "--com.adobe.testing.s3mock.store.root=" + files,
                "--com.adobe.testing.s3mock.store.initial-buckets=millrace"));
    try {
      Matcher started = STARTED.matcher(server.await("Tomcat started on ports"));
      if (!started.find()) {
        throw new AssertionError("no port");
      }
      port = Integer.parseInt(started.group(1));
      endpoint = "http://127.0.0.1:" + port;
    } catch (IOException | RuntimeException | AssertionError e) {
      server.close();
      throw e;
    }
  }

  /** Kills the server, and starts it again meanwhile. */
  CompletableFuture<Void> restart() {
    server.close();
    return CompletableFuture.runAsync(
        () -> {
          try {
            start();
          } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static String jar() {
    return Arrays.stream(Child.classPath().split(java.io.File.pathSeparator, -1))
        .filter(entry -> Path.of(entry).getFileName().toString().matches("s3mock-.*-exec\\.jar"))
        .findFirst()
        .orElseThrow();
  }

  /** A prefix under which there is nothing yet. */
  URI newPlace() {
    return URI.create("s3a://millrace/place-" + ++places);
  }

  String endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    System.clearProperty(ENDPOINT);
    server.close();
  }
}
