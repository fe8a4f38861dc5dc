package dev.millrace.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.window.BatchWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of damage is found, and the file named that has it. */
class VerificationTest {
  private static final long SEED = 7;
  private static final int BATCH = 8;

  /** So that table and window go to files of their own. */
  private static final int LARGE = 9_000;

  @TempDir Path directory;

  private static void describe(StreamingContext context) {
    var numbers = context.source("numbers", GeneratorSource.unbounded(i -> i));
    numbers
        .map(i -> i + "x".repeat(LARGE))
        .window(BatchWindow.batches(2, 1), StateCodecs.string())
        .named("window")
        .to("windows", new MemorySink<>());
    numbers
        .keyBy(i -> i)
        .<String>updateStateByKey(
            StateCodecs.int64(),
            StateCodecs.string(),
            (values, text) -> Optional.of(text.orElse(values + "y".repeat(LARGE))))
        .named("table")
        .toPairs()
        .to("pairs", new MemorySink<>());
  }

  private void run(int batches) {
    StreamingConfig config =
        StreamingConfig.named("verified")
            .withThreads(1)
            .withMaxBatchRecords(BATCH)
            .withCheckpoint(directory);
    try (StreamTestDriver driver = StreamTestDriver.of(config, VerificationTest::describe)) {
      for (int batch = 0; batch < batches; batch++) {
        driver.runBatch();
      }
    }
  }

  private Verification verify() {
    return CheckpointStore.open(directory).verify();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> !file.endsWith("lock")).sorted().toList();
    }
  }

  private Path file(String prefix) throws IOException {
    List<Path> found =
        files().stream().filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
    return found.get(found.size() - 1);
  }

  @Test
  void shouldFindEverythingWhole() throws IOException {
    run(5);
    Verification found = verify();
    assertTrue(found.isWhole(), found.toString());
    assertEquals(List.of(), found.notes());
    assertEquals(OptionalLong.of(4), found.newestWhole());
    assertEquals(
        List.of(2L, 3L, 4L),
        found.checkpoints().stream().map(Verification.CheckpointCheck::batchId).toList());
    assertEquals(
        files().stream().map(file -> file.getFileName().toString()).toList(),
        found.files().stream().map(Verification.FileCheck::name).toList());
    assertTrue(
        files().stream().anyMatch(file -> file.getFileName().toString().startsWith("state-")));
    CheckpointStore store = CheckpointStore.open(directory);
    assertEquals(store.content(4).hash(), found.checkpoints().get(2).hash().orElseThrow());
  }

  @Test
  void shouldNameTheFileThatIsCutOrChanged() throws IOException {
    run(5);
    Random random = new Random(SEED);
    for (Path file : files()) {
      byte[] whole = Files.readAllBytes(file);
      boolean isNeeded = isNeeded(file.getFileName().toString());
      List<byte[]> damaged = new ArrayList<>();
      for (int cut = 0; cut < 6; cut++) {
        damaged.add(Arrays.copyOf(whole, whole.length * cut / 6));
      }
      damaged.add(Arrays.copyOf(whole, whole.length - 1));
      damaged.add(Arrays.copyOf(whole, whole.length + 1));
      damaged.add(new byte[whole.length]);
      for (int flip = 0; flip < 8; flip++) {
        byte[] flipped = whole.clone();
        int at = flip < 4 ? flip * 4 : random.nextInt(whole.length);
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        damaged.add(flipped);
      }
      for (int i = 0; i < damaged.size(); i++) {
        Files.write(file, damaged.get(i));
        assertNamed(file, isNeeded, verify(), "damage " + i + ", seed " + SEED);
      }
      Files.write(file, whole);
    }
    assertTrue(verify().isWhole());
  }

  /** Some are left over, and go with the next commit. */
  private boolean isNeeded(String name) {
    CheckpointStore store = CheckpointStore.open(directory);
    return StateRange.FileName.parse(name)
        .map(
            file ->
                store.list().stream()
                    .flatMap(info -> store.read(info.batchId()).files().stream())
                    .anyMatch(range -> range.contains(file)))
        .orElse(name.startsWith("ckpt-"));
  }

  private static void assertNamed(Path file, boolean isNeeded, Verification found, String how) {
    String name = file.getFileName().toString();
    assertFalse(found.isWhole(), name + ", " + how);
    List<Verification.FileCheck> damaged =
        found.files().stream().filter(one -> one.damage().isPresent()).toList();
    assertEquals(List.of(name), damaged.stream().map(Verification.FileCheck::name).toList(), how);
    List<Verification.CheckpointCheck> broken =
        found.checkpoints().stream().filter(one -> one.damage().isPresent()).toList();
    assertEquals(isNeeded, !broken.isEmpty(), name + ", " + how);
    broken.forEach(one -> assertTrue(one.damage().get().contains(name), one.toString()));
  }

  @Test
  void shouldSayWhichCheckpointsLackAFile() throws IOException {
    run(5);
    Path newest = file("state-");
    Files.delete(newest);
    Verification found = verify();
    assertFalse(found.isWhole());
    assertTrue(found.newestWhole().orElse(9) < 4, found.toString());
    String damage = found.checkpoints().get(2).damage().orElseThrow();
    assertTrue(damage.contains(newest.getFileName().toString().substring(0, 22)), damage);
  }

  /** It would be passed over at the next start, and those that are whole be gone by then. */
  @Test
  void shouldNotRollBackToACheckpointThatIsNotWhole() throws IOException {
    run(5);
    Path needed = file("state-");
    Files.write(needed, new byte[3]);
    List<Path> before = files();
    CheckpointStore store = CheckpointStore.open(directory);
    CheckpointException failure = assertThrows(CheckpointException.class, () -> store.rollBack(4));
    assertTrue(failure.getMessage().contains("cannot roll back to batch 4"), failure.getMessage());
    assertTrue(
        failure.getMessage().contains(needed.getFileName().toString()), failure.getMessage());
    Storage aside = Storage.local(directory.resolve("aside"));
    assertThrows(CheckpointException.class, () -> store.rollBack(4, aside));
    assertEquals(List.of(), aside.list());
    assertEquals(before, files());
  }

  @Test
  void shouldFindAStateFileThatBelongsToAnotherHistory() throws IOException {
    run(5);
    Path newest = file("state-");
    byte[] bytes = Files.readAllBytes(newest);
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (name.startsWith("state-") && !Arrays.equals(bytes, Files.readAllBytes(file))) {
        Files.copy(file, newest, StandardCopyOption.REPLACE_EXISTING);
        break;
      }
    }
    assertTrue(verify().checkpoints().get(2).damage().isPresent());
  }

  @Test
  void shouldLeaveAloneWhatIsNotOfTheCheckpoint() throws IOException {
    run(2);
    Files.writeString(directory.resolve("notes.txt"), "mine");
    assertTrue(verify().isWhole());
  }

  @Test
  void shouldNotePlansThatAreMissing() throws IOException {
    run(5);
    Files.delete(file("plan-"));
    Verification found = verify();
    assertTrue(found.isWhole());
    assertTrue(found.notes().get(0).contains("[4]"), found.notes().toString());
  }

  @Test
  void shouldSayThatNoneIsWhole() throws IOException {
    run(2);
    for (Path file : files()) {
      Files.write(file, new byte[0]);
    }
    assertEquals(OptionalLong.empty(), verify().newestWhole());
  }
}
