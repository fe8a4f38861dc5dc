package dev.millrace.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own on loopback, which can be stopped as by a crash and started again.
 * Its programs come with the build.
 */
public final class PostgresServer implements AutoCloseable {
  private static final String USER = "postgres";
  private static PostgresServer shared;

  private final Path directory;
  private final int port;
  private EmbeddedPostgres server;

  private PostgresServer(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  /** The one that all tests of this process use, each with tables of its own. */
  public static synchronized PostgresServer shared() {
    if (shared == null) {
      shared = start();
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "postgres"));
    }
    return shared;
  }

  /** A new server on a free port, ready to work. */
  public static PostgresServer start() {
    try {
      PostgresServer server =
          new PostgresServer(Files.createTempDirectory("millrace-postgres"), freePort());
      server.restart();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("no PostgreSQL could be started", e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  public int port() {
    return port;
  }

  public JdbcOptions options() {
    return JdbcOptions.of("jdbc:postgresql://127.0.0.1:" + port + "/postgres")
        .withProperty("user", USER);
  }

  /** Ends it at once, as a crash would: what is not committed is lost, clients are cut off. */
  public void crash() {
    try {
      new ProcessBuilder("kill", "-QUIT", Long.toString(server.getProcess().pid()))
          .start()
          .waitFor();
      server.getProcess().waitFor();
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts it, again or for the first time, and waits until it answers. */
  public void restart() {
    try {
      server =
          EmbeddedPostgres.builder()
              .setDataDirectory(directory.resolve("data"))
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPort(port)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (server.getProcess().isAlive()) {
      crash();
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
