package dev.millrace.flume;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An agent of Flume as its own process, which can be killed and started again: from an Avro source,
 * through a file channel, to an Avro sink, all on loopback.
 */
final class FlumeAgent implements AutoCloseable {
  private static final Path CLASS_PATH = Path.of("target/agent-classpath");

  private final Path directory;
  private final int port = Ports.free();
  private Process process;

  private FlumeAgent(Path directory) {
    this.directory = directory;
  }

  /** One that forwards to a port, with its files in a directory; returns before it listens. */
  static FlumeAgent start(Path directory, int forwardTo) {
    FlumeAgent agent = new FlumeAgent(directory);
    try {
      Files.write(directory.resolve("agent.conf"), agent.configuration(forwardTo));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    agent.restart();
    return agent;
  }

  private List<String> configuration(int forwardTo) {
    return List.of(
        "a.sources = in",
        "a.channels = files",
        "a.sinks = out",
        "a.sources.in.type = avro",
        "a.sources.in.bind = 127.0.0.1",
        "a.sources.in.port = " + port,
        "a.sources.in.channels = files",
        "a.channels.files.type = file",
        "a.channels.files.checkpointDir = " + directory.resolve("checkpoint"),
        "a.channels.files.dataDirs = " + directory.resolve("data"),
        "a.channels.files.capacity = 100000",
        "a.channels.files.transactionCapacity = 1000",
        "a.channels.files.minimumRequiredSpace = 1048576",
        "a.channels.files.maxFileSize = 16777216",
        "a.sinks.out.type = avro",
        "a.sinks.out.hostname = 127.0.0.1",
        "a.sinks.out.port = " + forwardTo,
        "a.sinks.out.batch-size = 20",
        "a.sinks.out.connect-timeout = 2000",
        "a.sinks.out.request-timeout = 2000",
        "a.sinks.out.channel = files");
  }

  /** Where it listens. */
  int port() {
    return port;
  }

  /** As {@code kill -9} does it. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Starts it, again or for the first time. */
  void restart() {
    Path output = directory.resolve("output");
    try {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                  "-cp",
                  Files.readString(CLASS_PATH).strip(),
                  "org.apache.flume.node.Application",
                  "--no-reload-conf",
                  "-n",
                  "a",
                  "-f",
                  directory.resolve("agent.conf").toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
