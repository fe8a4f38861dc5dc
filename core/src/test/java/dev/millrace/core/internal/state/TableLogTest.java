package dev.millrace.core.internal.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.checkpoint.StateFiles;
import dev.millrace.core.checkpoint.StateRange;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableLogTest {
  private static final int PARTITIONS = 3;

  @TempDir Path directory;

  private record Timed(long state, long time) {}

  /** A table, its log, and what it should hold. */
  private static final class Table {
    private final StateDescriptor<Long, Long> descriptor;
    private final Storage storage;
    private final List<StatePartition<Long, Long>> partitions = new ArrayList<>();
    private final TableLog<Long, Long> log;

    Table(boolean timed, Storage storage) {
      this.descriptor =
          new StateDescriptor<>(
              "table", StateCodecs.int64(), StateCodecs.int64(), PARTITIONS, timed);
      this.storage = storage;
      for (int i = 0; i < PARTITIONS; i++) {
        partitions.add(new StatePartition<>());
      }
      log = new TableLog<>(descriptor, 0, partitions);
    }

    /** Changes, adds and removes some keys. */
    void change(long batchId, Random random, int keys, int count) {
      for (int i = 0; i < PARTITIONS; i++) {
        StatePartition<Long, Long> partition = partitions.get(i);
        StateChanges<Long, Long> changes =
            new StateChanges<>(descriptor.timed() ? batchId / 2 : StateChanges.UNTIMED);
        random
            .longs(count, 0, keys)
            .distinct()
            .forEach(
                key -> {
                  int number = partition.find(key);
                  if (number >= 0 && random.nextInt(4) == 0) {
                    changes.remove(key, number);
                  } else {
                    changes.put(key, number, random.nextLong());
                  }
                });
        changes.applyTo(partition);
      }
    }

    StateWriter save(long batchId) {
      StateWriter out = new StateWriter(new StateFiles(storage, batchId));
      log.save(out, TableLog.Tasks.sequential());
      return out;
    }

    Table restored(byte[] bytes) {
      Table table = new Table(descriptor.timed(), storage);
      table.log.restore(StateReader.of("table", bytes, storage));
      return table;
    }

    List<Map<Long, Timed>> content() {
      List<Map<Long, Timed>> content = new ArrayList<>();
      for (StatePartition<Long, Long> partition : partitions) {
        Map<Long, Timed> entries = new LinkedHashMap<>();
        for (int n = partition.after(-1); n >= 0; n = partition.after(n)) {
          long time = descriptor.timed() ? partition.changes().timeOf(n) : 0;
          entries.put(partition.key(n), new Timed(partition.state(n), time));
        }
        content.add(entries);
      }
      return content;
    }

    List<List<Long>> oldestFirst() {
      List<List<Long>> order = new ArrayList<>();
      for (StatePartition<Long, Long> partition : partitions) {
        List<Long> keys = new ArrayList<>();
        for (int n : partition.changes().changedBefore(Long.MAX_VALUE)) {
          keys.add(partition.key(n));
        }
        order.add(keys);
      }
      return order;
    }
  }

  private static void assertSame(Table expected, Table actual, String where) {
    List<Map<Long, Timed>> content = expected.content();
    assertEquals(content, actual.content(), where);
    for (int i = 0; i < PARTITIONS; i++) {
      assertEquals(
          List.copyOf(content.get(i).keySet()),
          List.copyOf(actual.content().get(i).keySet()),
          where);
    }
    assertEquals(expected.oldestFirst(), actual.oldestFirst(), where);
  }

  /** One table lives on, the other is read back again and again; both write the same bytes. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldGoOnInTheSameBytesAfterBeingReadBack(boolean timed) throws IOException {
    for (int seed = 0; seed < 12; seed++) {
      Random chaos = new Random(seed);
      int keys = seed % 2 == 0 ? 40 : 4_000;
      Table living = new Table(timed, Storage.local(directory.resolve(seed + "-a")));
      Table read = new Table(timed, Storage.local(directory.resolve(seed + "-b")));
      for (long batchId = 0; batchId < 120; batchId++) {
        String where = "seed " + seed + ", batch " + batchId;
        int count = batchId == 0 ? keys : batchId % 37 == 36 ? keys / 2 : keys / 15 + 1;
        long changes = chaos.nextLong();
        living.change(batchId, new Random(changes), keys, count);
        read.change(batchId, new Random(changes), keys, count);
        if (chaos.nextInt(3) > 0) {
          byte[] bytes = living.save(batchId).toBytes();
          assertArrayEquals(bytes, read.save(batchId).toBytes(), where);
          if (chaos.nextInt(4) == 0) {
            read = read.restored(bytes);
            assertSame(living, read, where);
          }
        }
      }
      assertEquals(living.storage.list(), read.storage.list());
    }
  }

  /** What a commit writes follows what changed, and what is kept follows what there is. */
  @Test
  void shouldWriteInProportionToTheChanges() throws IOException {
    Table table = new Table(false, Storage.local(directory));
    table.change(0, new Random(0), 200_000, 100_000);
    table.save(0);
    long base = bytes(table.storage, 0);
    long changed = 16L * 3 * 500;
    long most = 0;
    long all = 0;
    for (long batchId = 1; batchId <= 400; batchId++) {
      table.change(batchId, new Random(batchId), 200_000, 500);
      StateWriter out = table.save(batchId);
      long written = bytes(table.storage, batchId);
      most = Math.max(most, out.toBytes().length + written);
      all += written;
      StateRange range = out.uses().get(0);
      long kept = 0;
      for (StateRange.FileName name : StateFile.find(table.storage, range)) {
        kept += table.storage.size(name.toString());
      }
      long live = 16 * table.partitions.stream().mapToLong(StatePartition::size).sum();
      assertTrue(
          kept < 3 * Math.max(base, live) + (1 << 20),
          "batch " + batchId + " keeps " + kept + " bytes for a table of " + live);
    }
    assertTrue(most < 2 * (StateLog.INLINE_BYTES + 3 * changed), "a commit wrote " + most);
    assertTrue(all < 400 * 3 * changed, "all commits wrote " + all);
    assertTrue(all > base, "there was no other snapshot: " + all);
  }

  private static long bytes(Storage storage, long batchId) throws IOException {
    long bytes = 0;
    for (String name : storage.list()) {
      if (StateRange.FileName.parse(name).orElseThrow().batchId() == batchId) {
        bytes += storage.size(name);
      }
    }
    return bytes;
  }

  @Test
  void shouldNoticeAFileThatIsDamagedOrGone() throws IOException {
    Table table = new Table(false, Storage.local(directory));
    table.change(0, new Random(0), 20_000, 20_000);
    byte[] bytes = table.save(0).toBytes();
    Path file = directory.resolve(table.storage.list().get(0));
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      byte[] flipped = whole.clone();
      flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, flipped);
      assertThrows(DamagedStateException.class, () -> table.restored(bytes));
      Files.write(file, Arrays.copyOf(whole, random.nextInt(whole.length)));
      assertThrows(DamagedStateException.class, () -> table.restored(bytes));
    }
    Files.delete(file);
    assertThrows(DamagedStateException.class, () -> table.restored(bytes));
    Files.write(file, whole);
    assertSame(table, table.restored(bytes), "whole");
  }
}
