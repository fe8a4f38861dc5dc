package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * A server that speaks Kinesis, as its own process on loopback, which can be killed and started
 * again with the streams that it had.
 */
final class Kinesalite implements AutoCloseable {
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final Path RESOURCES = Path.of("src/test/resources/kinesalite");
  private static final Path HOME = Path.of("target/kinesalite");
  private static Kinesalite shared;

  private final Path directory;
  private final int port;
  private Process process;

  private Kinesalite(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  /** The one that all tests of this process use, each with streams of its own. */
  static synchronized Kinesalite shared() {
    if (shared == null) {
      shared = start();
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "kinesalite"));
    }
    return shared;
  }

  /**
   * A new one, ready to work; where there is no Node, fails in continuous integration, or skips.
   */
  static Kinesalite start() {
    requireNode();
    try {
      install();
      Kinesalite server = new Kinesalite(Files.createTempDirectory("millrace-kinesis"), freePort());
      server.restart();
      return server;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("no Kinesis server could be started", e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static void requireNode() {
    boolean there =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "npm")));
    String missing = "skipped: no npm; run apt-get install nodejs npm";
    if (!"true".equals(System.getenv("CI"))) {
      assumeTrue(there, missing);
    }
    assertTrue(there, missing);
  }

  /** Fetches the pinned packages, once per build directory. */
  private static void install() throws IOException, InterruptedException {
    Files.createDirectories(HOME);
    try (Stream<Path> files = Files.list(RESOURCES)) {
      for (Path file : files.toList()) {
        Files.copy(file, HOME.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path done = HOME.resolve("installed");
    String wanted = Files.readString(HOME.resolve("package-lock.json"));
    if (!Files.exists(done) || !Files.readString(done).equals(wanted)) {
      run(HOME, "npm", "ci");
      Files.writeString(done, wanted);
    }
  }

  private static void run(Path where, String... command) throws IOException, InterruptedException {
    Path output = where.resolve("output").toAbsolutePath();
    Process process = process(where, output, List.of(command));
    assertTrue(process.waitFor(5, TimeUnit.MINUTES), "npm takes too long");
    assertTrue(process.exitValue() == 0, "npm: " + Files.readString(output));
  }

  private static Process process(Path where, Path output, List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .directory(where.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  KinesisClient client() {
    return Streams.client(KinesisOptions.of("eu-central-1").withEndpoint(endpoint()));
  }

  /** As {@code kill -9} does it. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Starts it, again or for the first time, and waits until it answers. */
  void restart() {
    try {
      process =
          process(
              HOME,
              directory.resolve("output"),
              List.of(
                  "node",
                  "--no-deprecation",
                  "server.js",
                  Integer.toString(port),
                  directory.resolve("streams").toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try {
        client().listStreams();
        return;
      } catch (RuntimeException e) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new IllegalStateException("the Kinesis server does not answer: " + output(), e);
        }
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private String output() {
    try {
      return Files.readString(directory.resolve("output"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
