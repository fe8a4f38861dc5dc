package dev.millrace.hadoop;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An S3 server in a process of its own, on a port of 127.0.0.1 that is free. */
final class S3Mock implements AutoCloseable {
  /** What {@code core-site.xml} of the tests asks for. */
  static final String ENDPOINT = "millrace.test.s3";

  private static final Pattern STARTED = Pattern.compile("Tomcat started on ports ([0-9]+)");

  private final Child server;
  private final String endpoint;
  private int places;

  private S3Mock(Child server, String endpoint) {
    this.server = server;
    this.endpoint = endpoint;
  }

  static S3Mock start(Path directory) throws IOException, URISyntaxException {
    Path files = Files.createDirectories(directory.resolve("s3"));
    Path loopback = Path.of(S3Mock.class.getResource("/s3mock-loopback.xml").toURI());
    Child server =
        Child.java(
            List.of(
                "-jar",
                jar(),
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--http.port=0",
                "--server.ssl.enabled=false",
                "--spring.main.sources=" + loopback.toUri(),
                "--com.adobe.testing.s3mock.store.root=" + files,
                "--com.adobe.testing.s3mock.store.initial-buckets=millrace"));
    try {
      Matcher port = STARTED.matcher(server.await("Tomcat started on ports"));
      if (!port.find()) {
        throw new AssertionError("no port");
      }
      S3Mock mock = new S3Mock(server, "http://127.0.0.1:" + port.group(1));
      System.setProperty(ENDPOINT, mock.endpoint);
      return mock;
    } catch (IOException | RuntimeException | AssertionError e) {
      server.close();
      throw e;
    }
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
