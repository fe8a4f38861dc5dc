package dev.millrace.hadoop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** A name node and two data nodes in this JVM, on ports of 127.0.0.1 that are free. */
final class Hdfs implements AutoCloseable {
  private final MiniDFSCluster cluster;
  private int places;

  private Hdfs(MiniDFSCluster cluster) {
    this.cluster = cluster;
  }

  static Hdfs start(Path directory) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set("hadoop.tmp.dir", directory.toString());
    // So that data nodes find a name node that is started again soon.
    configuration.setInt("dfs.namenode.safemode.extension", 0);
    configuration.setInt("dfs.heartbeat.interval", 1);
    MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(configuration, directory.resolve("dfs").toFile())
            .numDataNodes(2)
            .build();
    cluster.waitActive();
    return new Hdfs(cluster);
  }

  /** A directory that is not there yet. */
  URI newPlace() {
    return URI.create(cluster.getURI() + "/millrace/place-" + ++places);
  }

  /** After how long without renewal the name node lets another client have a file. */
  void expireLeasesAfter(long millis) {
    cluster.setLeasePeriod(millis, 60 * 60 * 1_000L);
  }

  /** Stops the name node at once, and starts it again meanwhile. */
  CompletableFuture<Void> restart() {
    cluster.shutdownNameNode(0);
    return CompletableFuture.runAsync(
        () -> {
          try {
            cluster.restartNameNode(0);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  public void close() {
    cluster.shutdown(true);
  }
}
