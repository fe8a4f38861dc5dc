package dev.millrace.core.internal.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.CheckpointException;
import dev.millrace.core.KeyValue;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.state.StateTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StatePartitionTest {
  private record Timed(int state, long time) {}

  /** Random changes against two linked maps, one in the order of keys, one of changes. */
  @Test
  void shouldAgreeWithLinkedMapsOnRandomChanges() {
    for (int keys : new int[] {50, 6_000}) {
      Random random = new Random(keys);
      StatePartition<Integer, Integer> partition = new StatePartition<>();
      Map<Integer, Timed> byKey = new LinkedHashMap<>();
      Map<Integer, Timed> byChange = new LinkedHashMap<>();
      for (int batch = 0; batch < 60; batch++) {
        long time = batch / 3;
        StateChanges<Integer, Integer> changes = new StateChanges<>(time);
        // Batches 20 to 29 remove most keys, so that numbers are given anew.
        int removals = batch / 10 == 2 ? 9 : 3;
        for (int key : random.ints(keys / 3, 0, keys).distinct().toArray()) {
          int number = partition.find(key);
          assertEquals(byKey.containsKey(key), number >= 0);
          if (random.nextInt(10) >= removals) {
            int state = random.nextInt();
            changes.put(key, number, state);
            byKey.put(key, new Timed(state, time));
            byChange.remove(key);
            byChange.put(key, new Timed(state, time));
          } else if (number >= 0) {
            changes.remove(key, number);
            byKey.remove(key);
            byChange.remove(key);
          }
        }
        changes.applyTo(partition);
        assertEquals(new ArrayList<>(byKey.entrySet()), inOrderOfKeys(partition, byKey));
        assertEquals(new ArrayList<>(byChange.entrySet()), inOrderOfChanges(partition));
        assertEquals(byKey.size(), partition.size());
        assertTrue(partition.slots() <= 2 * partition.size() + 1_024 + keys / 3, "holes");
      }
    }
  }

  private static List<Map.Entry<Integer, Timed>> inOrderOfKeys(
      StatePartition<Integer, Integer> partition, Map<Integer, Timed> times) {
    List<Map.Entry<Integer, Timed>> entries = new ArrayList<>();
    for (int n = partition.after(-1); n >= 0; n = partition.after(n)) {
      int key = partition.key(n);
      entries.add(Map.entry(key, new Timed(partition.state(n), times.get(key).time)));
    }
    return entries;
  }

  private static List<Map.Entry<Integer, Timed>> inOrderOfChanges(
      StatePartition<Integer, Integer> partition) {
    ChangeOrder order = partition.changes();
    List<Map.Entry<Integer, Timed>> entries = new ArrayList<>();
    for (int entry = order.oldest(); entry >= 0; entry = order.after(entry)) {
      int n = order.number(entry);
      entries.add(Map.entry(partition.key(n), new Timed(partition.state(n), order.time(entry))));
    }
    return entries;
  }

  @Test
  void shouldTakeATimeThatRunsBackwardsForTheNewest() {
    StatePartition<String, Integer> partition = new StatePartition<>();
    partition.put(partition.reserve("a"), 1, 10);
    partition.put(partition.reserve("b"), 2, 5);
    ChangeOrder order = partition.changes();
    assertEquals(10, order.time(order.after(order.oldest())));
  }

  @Test
  void shouldRefuseDamagedStateWithACheckpointException() {
    try (LocalEngine engine = LocalEngine.withThreads(1)) {
      StateTable<String, Long> table = table(engine);
      engine.beginBatch(new BatchInfo(0, Instant.EPOCH));
      List<KeyValue<String, Long>> pairs = new ArrayList<>();
      for (long i = 0; i < 40; i++) {
        pairs.add(new KeyValue<>("key" + i, i));
      }
      StateFunction<String, Long, Long, Long> keep =
          (key, state, values, out) -> Optional.of(values.get(0));
      engine.update(
          engine.of(List.of(pairs)), table, keep, StateFunction.Visit.ARRIVED, Instant.EPOCH);
      table.apply();
      StateWriter out = new StateWriter();
      table.save(out);
      byte[] whole = out.toBytes();
      Random random = new Random(5);
      int refused = 0;
      for (int i = 0; i < 3_000; i++) {
        byte[] damaged = whole.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        refused += isRefused(engine, damaged) ? 1 : 0;
      }
      assertTrue(refused > 300, "only " + refused + " of 3000 were noticed");
      for (int length = 0; length < whole.length; length += 7) {
        assertTrue(isRefused(engine, Arrays.copyOf(whole, length)), "cut at " + length);
      }
    }
  }

  private static StateTable<String, Long> table(LocalEngine engine) {
    return engine.stateTable(
        new StateDescriptor<>("t", StateCodecs.string(), StateCodecs.int64(), 2));
  }

  /** Whether it is refused as it should be; any other exception fails the test. */
  private static boolean isRefused(LocalEngine engine, byte[] bytes) {
    try {
      table(engine).restore(StateReader.of("t", bytes));
      return false;
    } catch (CheckpointException e) {
      return true;
    }
  }

  @Test
  void shouldRefuseToRestoreIntoAUsedTable() {
    try (LocalEngine engine = LocalEngine.withThreads(1)) {
      StateTable<String, Long> table = table(engine);
      engine.beginBatch(new BatchInfo(0, Instant.EPOCH));
      StateFunction<String, Long, Long, Long> keep =
          (key, state, values, out) -> Optional.of(values.get(0));
      engine.update(
          engine.of(List.of(List.of(new KeyValue<>("a", 1L)))),
          table,
          keep,
          StateFunction.Visit.ARRIVED,
          Instant.EPOCH);
      table.apply();
      StateWriter out = new StateWriter();
      table.save(out);
      assertThrows(
          IllegalStateException.class, () -> table.restore(StateReader.of("t", out.toBytes())));
    }
  }
}
