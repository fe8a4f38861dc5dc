package dev.millrace.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchInfo;
import dev.millrace.core.KeyValue;
import dev.millrace.core.MillraceException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.internal.state.StateChanges;
import dev.millrace.core.internal.state.StatePartition;
import dev.millrace.core.internal.state.TableLog;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.state.StateTable;
import dev.millrace.spark.internal.state.ExecutorTables;
import dev.millrace.spark.internal.state.LogPoint;
import dev.millrace.spark.internal.state.PartitionCopy;
import dev.millrace.spark.internal.state.Place;
import dev.millrace.spark.internal.state.SavedPartition;
import dev.millrace.spark.internal.state.StateVersion;
import dev.millrace.spark.internal.state.TableRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What executors forget, as if they had been lost, comes back from the state directory. */
class LostStateTest {
  @TempDir Path directory;

  private static StateTable<String, String> table(Engine engine, int partitions) {
    return engine.stateTable(
        new StateDescriptor<>("s", StateCodecs.string(), StateCodecs.string(), partitions, true));
  }

  /** Seeded: keys come, change and go; large enough that changes are soon written whole. */
  private static List<String> step(Engine engine, StateTable<String, String> table, int batch) {
    engine.beginBatch(new BatchInfo(batch, Instant.ofEpochSecond(batch)));
    Random random = new Random(batch);
    List<KeyValue<String, String>> pairs = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String value = random.nextInt(9) == 0 ? "" : ("" + batch).repeat(1_000);
      pairs.add(new KeyValue<>("key" + random.nextInt(100), value));
    }
    Batch<String> results =
        engine.update(
            engine.of(List.of(pairs)),
            table,
            (key, state, values, out) -> {
              out.emit(key + " had " + state.map(String::length));
              String last = values.isEmpty() ? "" : values.get(values.size() - 1);
              return last.isEmpty() ? Optional.empty() : Optional.of(last);
            },
            StateFunction.Visit.EXPIRED,
            Instant.ofEpochSecond(batch - 3));
    table.apply();
    List<String> shown = results.collect();
    engine.endBatch();
    return shown;
  }

  /** Keys, states and times, in bytes that do not tell when what was saved. */
  private static byte[] whole(StateTable<String, String> table) {
    StateWriter out = new StateWriter();
    table.save(out);
    try (LocalEngine fresh = LocalEngine.withThreads(1)) {
      StateTable<String, String> copy = table(fresh, 3);
      copy.restore(StateReader.of("s", out.toBytes()));
      StateWriter again = new StateWriter();
      copy.save(again);
      return again.toBytes();
    }
  }

  @Test
  void shouldComeBackFromFilesWheneverItIsLost() throws IOException {
    try (LocalEngine local = LocalEngine.withThreads(1);
        SparkEngine spark = LocalSpark.engine(directory)) {
      StateTable<String, String> expected = table(local, 2);
      StateTable<String, String> table = table(spark, 2);
      for (int batch = 1; batch <= 12; batch++) {
        if (batch % 2 == 0) {
          ExecutorTables.drop(spark.id());
        }
        assertEquals(step(local, expected, batch), step(spark, table, batch), "batch " + batch);
        assertEquals(expected.size(), table.size());
        if (batch % 5 == 0) {
          assertArrayEquals(whole(expected), whole(table));
        }
      }
      assertTrue(bases() > 0, "nothing was ever written whole");
      assertTrue(bases() <= 4, "what is no longer needed is deleted");
    }
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(), left.toList(), "the engine cleans up");
    }
  }

  private long bases() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".base")).count();
    }
  }

  /** As after an attempt to save whose result did not count. */
  @Test
  void shouldNotGoOnWithALogThatTheCheckpointDoesNotKnow() throws Exception {
    TableRef<String, String> ref =
        new TableRef<>(
            "e",
            1,
            new StateDescriptor<>("s", StateCodecs.string(), StateCodecs.string(), 1),
            null);
    PartitionCopy<String, String> copy = ExecutorTables.copy(ref, 0);
    Place place = new Place("here", "1");
    copy.update(
        StateVersion.EMPTY, 1, false, place, partition -> changes(partition, "a", "b", "c", "d"));
    StateVersion first = StateVersion.EMPTY.then(1);
    SavedPartition whole = copy.save(first, LogPoint.NONE, 1, -1);
    copy.update(first, 2, false, place, partition -> changes(partition, "e"));
    StateVersion second = first.then(2);
    SavedPartition lost = copy.save(second, whole.point(), 2, -1);
    assertArrayEquals(lost.group(), copy.save(second, whole.point(), 2, -1).group());
    SavedPartition anew = copy.save(second, whole.point(), 3, -1);
    for (SavedPartition saved : List.of(lost, anew)) {
      StatePartition<String, String> read = new StatePartition<>();
      new TableLog<>(ref.descriptor(), 0, List.of(read))
          .restore(StateReader.of("s", saved.group()));
      assertEquals(5, read.size());
    }
    assertNotEquals(lost.point().log(), anew.point().log());
    ExecutorTables.drop("e");
  }

  private static StateChanges<String, String> changes(
      StatePartition<String, String> partition, String... keys) {
    StateChanges<String, String> changes = new StateChanges<>(StateChanges.UNTIMED);
    for (String key : keys) {
      changes.put(key, partition.find(key), "state of " + key);
    }
    return changes;
  }

  @Test
  void shouldSayWhatToDoWhenItIsLostWithoutFiles() {
    try (SparkEngine spark = LocalSpark.engine()) {
      StateTable<String, String> table = table(spark, 2);
      step(spark, table, 1);
      step(spark, table, 2);
      ExecutorTables.drop(spark.id());
      String message =
          assertThrows(MillraceException.class, () -> step(spark, table, 3)).getMessage();
      assertTrue(message.contains("state 's'") && message.contains("stateDirectory"), message);
    }
  }

  @Test
  void shouldReadHeldBatchesFromFilesWhenTheirBlocksAreLost() {
    try (SparkEngine spark = LocalSpark.engine(directory)) {
      spark.beginBatch(new BatchInfo(0, Instant.EPOCH));
      Batch<Sale> held =
          spark
              .of(List.of(List.of(1, 2), List.of(), List.of(3)))
              .map(x -> new Sale("shop", x))
              .hold();
      spark.endBatch();
      spark.beginBatch(new BatchInfo(1, Instant.EPOCH));
      LocalSpark.context().getPersistentRDDs().values().forEach(rdd -> rdd.unpersist(true));
      List<List<Sale>> expected =
          List.of(
              List.of(new Sale("shop", 1), new Sale("shop", 2)),
              List.of(),
              List.of(new Sale("shop", 3)));
      assertEquals(expected, held.collectPartitions());
      held.release();
      spark.endBatch();
    }
  }

  @Test
  void shouldLetGoOfEverythingWhenClosed() {
    SparkEngine spark = LocalSpark.engine();
    step(spark, table(spark, 2), 1);
    assertEquals(2, ExecutorTables.count(spark.id()));
    spark.close();
    assertEquals(0, ExecutorTables.count(spark.id()));
    assertTrue(LocalSpark.context().getPersistentRDDs().isEmpty());
  }
}
