package dev.millrace.spark.cluster;

import dev.millrace.spark.testing.StandaloneCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link ClusterPipeline} in a process of its own. */
final class Driver implements AutoCloseable {
  private final Process process;
  private final Path log;

  private Driver(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static Driver start(StandaloneCluster cluster, Path directory) throws IOException {
    return start(cluster, directory, directory.toUri());
  }

  /**
   * @param state under which checkpoint and keyed state go
   */
  static Driver start(StandaloneCluster cluster, Path directory, URI state) throws IOException {
    List<String> command = new ArrayList<>(List.of(StandaloneCluster.java()));
    command.addAll(StandaloneCluster.javaOptions());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            StandaloneCluster.classPath(),
            ClusterPipeline.class.getName(),
            cluster.master(),
            directory.toString(),
            state.toString()));
    Path log = Files.createTempFile(directory, "driver", ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    cluster.configure(builder);
    return new Driver(builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
  }

  /** Returns once the batch is committed. */
  void awaitBatch(long batch) {
    awaitBatchOrEnd(batch);
    if (newestBatch() < batch) {
      throw new IllegalStateException("ended before batch " + batch + ": " + log());
    }
  }

  void awaitBatchOrEnd(long batch) {
    StandaloneCluster.await(() -> newestBatch() >= batch || ended(), "batch " + batch);
  }

  /** Returns once it has ended by itself, in good order. */
  void awaitEnd() {
    StandaloneCluster.await(this::ended, "end of the driver");
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "the driver ended with " + process.exitValue() + ": " + log());
    }
  }

  /** Lets some time pass, unless it ends before. */
  void awaitMillis(int millis) throws InterruptedException {
    boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
    if (ended && process.exitValue() != 0) {
      throw new IllegalStateException("the driver failed: " + log());
    }
  }

  boolean ended() {
    return !process.isAlive();
  }

  /** The newest batch that this driver has committed; -1 when none. */
  long newestBatch() {
    return log()
        .lines()
        .filter(line -> line.startsWith(ClusterPipeline.COMMITTED))
        .mapToLong(line -> Long.parseLong(line.substring(ClusterPipeline.COMMITTED.length())))
        .max()
        .orElse(-1);
  }

  private String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + log, e);
    }
  }

  /** kill -9, unless it has ended. */
  @Override
  public void close() {
    StandaloneCluster.kill(process.toHandle());
  }
}
