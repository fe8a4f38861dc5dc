package dev.millrace.core.internal.state;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.checkpoint.StateRange;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.testing.Fuzz;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State, its files and what is in them, damaged. */
class StateFuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");
  private static final int PARTITIONS = 2;
  private static final StateDescriptor<String, Long> TABLE =
      new StateDescriptor<>("table", StateCodecs.string(), StateCodecs.int64(), PARTITIONS, true);

  @TempDir Path directory;

  private static List<StatePartition<String, Long>> partitions() {
    List<StatePartition<String, Long>> partitions = new ArrayList<>();
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(new StatePartition<>());
    }
    return partitions;
  }

  /** As saved after a snapshot, and after changes. */
  private static List<byte[]> tables() {
    List<StatePartition<String, Long>> partitions = partitions();
    TableLog<String, Long> log = new TableLog<>(TABLE, 0, partitions);
    List<byte[]> saved = new ArrayList<>();
    for (long batchId = 0; batchId < 4; batchId++) {
      for (int i = 0; i < PARTITIONS; i++) {
        StateChanges<String, Long> changes = new StateChanges<>(batchId);
        for (long key = 0; key < (batchId == 0 ? 20 : 3); key++) {
          String name = "key " + (key * 7 + batchId) % 20;
          changes.put(name, partitions.get(i).find(name), key);
        }
        changes.applyTo(partitions.get(i));
      }
      StateWriter out = new StateWriter();
      log.save(out, TableLog.Tasks.sequential());
      saved.add(out.toBytes());
    }
    return saved;
  }

  @Test
  void shouldReadTablesOfAnyContentOrRefuseThem() {
    Fuzz.Result result =
        Fuzz.ofState("table-log", in -> TableLog.read(TABLE, in), tables()).run(CORPORA);
    assertTrue(result.read() > 0 && result.refused() > 0, result.toString());
  }

  @Test
  void shouldReadStateOfAnyContentOrRefuseIt() {
    List<byte[]> seeds = new ArrayList<>(tables());
    seeds.add(
        new StateWriter()
            .put("text", "größe")
            .put("texts", List.of("a", "b"))
            .put("flag", true)
            .put("f64", new double[] {1, Double.NaN})
            .put("i32", new int[] {1, -1})
            .put("nested", out -> out.put("raw", new byte[] {1, 2, 3}).put("one", 0.5))
            .toBytes());
    Fuzz.Result result =
        Fuzz.ofState("state", StateFuzzTest::readAll, seeds)
            .withTokens("{", "[", "\"at\":", "\"type\":\"f64\"", "\"count\":", "null", "1e99")
            .run(CORPORA);
    assertTrue(result.read() > 0 && result.refused() > 0, result.toString());
    Fuzz.of("state-bytes", input -> readAll(StateReader.of("state", input)), seeds).run(CORPORA);
  }

  private static void readAll(StateReader in) {
    for (String name : in.names()) {
      if (in.value(name) instanceof StateReader nested) {
        readAll(nested);
      }
    }
  }

  @Test
  void shouldReadFilesOfAnyContentOrRefuseThem() throws Exception {
    Storage storage = Storage.local(directory);
    StateRange.FileName name = new StateRange.FileName(StateFile.key("table"), 3, 0);
    StateFile.Builder file = new StateFile.Builder(new StateFile.Link(2, 77));
    file.add(3, "a block".getBytes(StandardCharsets.UTF_8));
    file.add(4, new byte[50]);
    ByteBuffer whole = ByteBuffer.allocate(200);
    file.pieces().forEach(whole::put);
    byte[] seed = new byte[whole.position()];
    whole.get(0, seed);
    Fuzz.Result result =
        Fuzz.of(
                "state-file",
                input -> {
                  Files.write(directory.resolve(name.toString()), input);
                  StateFile read = StateFile.read(storage, name);
                  for (int block = 0; block < read.blocks(); block++) {
                    read.block(block);
                  }
                },
                List.of(seed))
            .withRepair(StateFuzzTest::withChecksum)
            .run(CORPORA);
    assertTrue(result.read() > 0 && result.refused() > 0, result.toString());
  }

  private static byte[] withChecksum(byte[] file) {
    int end = file.length - Integer.BYTES;
    if (end > 0) {
      CRC32C crc = new CRC32C();
      crc.update(file, 0, end);
      ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(end, (int) crc.getValue());
    }
    return file;
  }
}
