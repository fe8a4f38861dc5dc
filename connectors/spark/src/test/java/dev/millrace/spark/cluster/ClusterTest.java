package dev.millrace.spark.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.KeyValue;
import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.internal.state.StatePartition;
import dev.millrace.core.internal.state.StateStorage;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.spark.testing.StandaloneCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors, workers and drivers of a real cluster are killed; whatever is killed and whenever,
 * output, state and models end as those of an undisturbed run on one machine.
 */
class ClusterTest {
  private static final int RANDOM_KILLS = 20;
  private static final long SEED = 7;

  @TempDir static Path shared;

  private static StandaloneCluster cluster;
  private static Path undisturbed;

  @BeforeAll
  static void startCluster() throws Exception {
    undisturbed = shared.resolve("undisturbed");
    ClusterPipeline.run(undisturbed, () -> LocalEngine.withThreads(2));
    cluster = StandaloneCluster.start(shared.resolve("cluster"), 2);
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void shouldEndAsOnOneMachine(@TempDir Path directory) throws Exception {
    try (Driver driver = Driver.start(cluster, directory)) {
      driver.awaitEnd();
    }
    assertSame(directory);
  }

  @Test
  void shouldRecomputeWhatALostExecutorHad(@TempDir Path directory) throws Exception {
    try (Driver driver = Driver.start(cluster, directory)) {
      driver.awaitBatch(4);
      StandaloneCluster.kill(cluster.executors().get(0));
      driver.awaitBatch(10);
      StandaloneCluster.kill(cluster.executors().get(1));
      driver.awaitEnd();
    }
    assertSame(directory);
  }

  @Test
  void shouldGoOnWithoutALostWorker(@TempDir Path directory) throws Exception {
    try (Driver driver = Driver.start(cluster, directory)) {
      driver.awaitBatch(4);
      cluster.killWorker();
      driver.awaitEnd();
    } finally {
      cluster.addWorker();
      cluster.awaitWorkers(2);
    }
    assertSame(directory);
  }

  @Test
  void shouldGoOnAfterTheDriverWasKilled(@TempDir Path directory) throws Exception {
    try (Driver driver = Driver.start(cluster, directory)) {
      driver.awaitBatch(7);
    }
    try (Driver driver = Driver.start(cluster, directory)) {
      driver.awaitEnd();
    }
    assertSame(directory);
  }

  @Test
  void shouldMoveFromClusterToOneMachineAndBack(@TempDir Path directory) throws Exception {
    try (Driver driver = Driver.start(cluster, directory)) {
      driver.awaitBatch(5);
    }
    EngineProvider local = () -> LocalEngine.withThreads(2);
    ClusterPipeline.run(directory, local, 12);
    try (Driver driver = Driver.start(cluster, directory)) {
      driver.awaitEnd();
    }
    assertSame(directory);
  }

  @Test
  void shouldEndTheSameAfterManyRandomKills(@TempDir Path directory) throws Exception {
    Random random = new Random(SEED);
    Driver driver = Driver.start(cluster, directory);
    try {
      for (int kill = 0; kill < RANDOM_KILLS && !driver.ended(); kill++) {
        driver.awaitBatchOrEnd(driver.newestBatch() + 1);
        driver.awaitMillis(random.nextInt(300));
        List<ProcessHandle> executors = cluster.executors();
        if (random.nextInt(4) == 0) {
          driver.close();
          driver = Driver.start(cluster, directory);
        } else if (!executors.isEmpty()) {
          StandaloneCluster.kill(executors.get(random.nextInt(executors.size())));
        }
      }
      driver.awaitEnd();
    } finally {
      driver.close();
    }
    assertSame(directory);
  }

  /** Executors write to it what they may lose, and the driver its checkpoint. */
  @Test
  void shouldKeepCheckpointAndStateOnHdfs(@TempDir Path directory) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set("hadoop.tmp.dir", directory.resolve("hadoop").toString());
    MiniDFSCluster hdfs =
        new MiniDFSCluster.Builder(configuration, directory.resolve("hdfs").toFile()).build();
    try {
      hdfs.waitActive();
      URI state = URI.create(hdfs.getURI() + "/millrace");
      Path output = Files.createDirectories(directory.resolve("payments"));
      try (Driver driver = Driver.start(cluster, output, state)) {
        driver.awaitBatch(4);
        assertTrue(hdfs.getFileSystem().exists(new org.apache.hadoop.fs.Path("/millrace/work")));
        StandaloneCluster.kill(cluster.executors().get(0));
        driver.awaitBatch(10);
      }
      try (Driver driver = Driver.start(cluster, output, state)) {
        driver.awaitEnd();
      }
      assertSame(output, Storage.at(ClusterPipeline.checkpoint(state)));
    } finally {
      hdfs.shutdown(true);
    }
  }

  private static void assertSame(Path directory) throws IOException {
    assertSame(directory, Storage.local(directory.resolve("checkpoint")));
  }

  /** Output, learners and window byte by byte, offsets, and keyed state by its content. */
  private static void assertSame(Path directory, Storage checkpoint) throws IOException {
    Map<String, byte[]> expected = files(undisturbed.resolve("output"));
    Map<String, byte[]> actual = files(directory.resolve("output"));
    assertEquals(expected.keySet(), actual.keySet());
    assertTrue(expected.size() >= 3 * ClusterPipeline.BATCHES, "files " + expected.keySet());
    for (String file : expected.keySet()) {
      assertArrayEquals(expected.get(file), actual.get(file), file);
    }
    Checkpoint one = newest(Storage.local(undisturbed.resolve("checkpoint")));
    Checkpoint other = newest(checkpoint);
    assertEquals(one.offsets(), other.offsets());
    assertEquals(one.names(), other.names());
    for (String name : List.of("fraud", "recent")) {
      assertArrayEquals(one.parts().get(name), other.parts().get(name), "part " + name);
    }
    assertEquals(totals(one), totals(other));
  }

  /** Keyed state in the order of partitions and keys: engines cut its bytes in different places. */
  private static List<List<KeyValue<Integer, Double>>> totals(Checkpoint checkpoint) {
    StateDescriptor<Integer, Double> descriptor =
        new StateDescriptor<>(
            "totals", StateCodecs.int32(), StateCodecs.float64(), ClusterPipeline.SPLITS);
    List<StatePartition<Integer, Double>> partitions = new ArrayList<>();
    for (int i = 0; i < ClusterPipeline.SPLITS; i++) {
      partitions.add(new StatePartition<>());
    }
    new StateStorage<>(descriptor).restore(checkpoint.part("totals").get("table"), partitions);
    List<List<KeyValue<Integer, Double>>> all = new ArrayList<>();
    for (StatePartition<Integer, Double> partition : partitions) {
      List<KeyValue<Integer, Double>> pairs = new ArrayList<>();
      for (int n = partition.after(-1); n >= 0; n = partition.after(n)) {
        pairs.add(new KeyValue<>(partition.key(n), partition.state(n)));
      }
      all.add(pairs);
    }
    return all;
  }

  private static Checkpoint newest(Storage storage) {
    return CheckpointStore.open(storage).newest().orElseThrow();
  }

  private static Map<String, byte[]> files(Path root) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().startsWith(".")) {
          files.put(root.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return files;
  }
}
