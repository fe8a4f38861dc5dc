package dev.millrace.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.StreamTestDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  @TempDir Path directory;

  private final MemorySink<Long> sink = new MemorySink<>();

  private void run(int batches) {
    StreamingConfig config =
        StreamingConfig.named("store")
            .withCheckpoint(directory)
            .withMaxBatchRecords(5)
            .withRetainCheckpoints(2);
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            config,
            context ->
                context
                    .source("numbers", GeneratorSource.unbounded(i -> i))
                    .keyBy(i -> 0L)
                    .<Long>updateStateByKey(
                        StateCodecs.int64(),
                        StateCodecs.int64(),
                        (values, count) -> Optional.of(count.orElse(0L) + values.size()))
                    .named("count")
                    .values()
                    .to("out", sink))) {
      for (int batch = 0; batch < batches; batch++) {
        driver.advance(Duration.ofSeconds(1));
        driver.runBatch();
      }
    }
  }

  private List<Long> batchIds() {
    return CheckpointStore.open(directory).list().stream().map(CheckpointInfo::batchId).toList();
  }

  @Test
  void shouldListAndReadWhatIsRetained() {
    run(4);
    CheckpointStore store = CheckpointStore.open(directory);
    assertEquals(List.of(2L, 3L), batchIds());
    CheckpointInfo info = store.list().get(0);
    assertEquals(Instant.ofEpochSecond(3), info.batchTime());
    assertEquals(1, info.run());
    assertTrue(info.damage().isEmpty());
    Checkpoint checkpoint = store.read(2);
    assertEquals(15, checkpoint.offsets().get("numbers").get("0-of-1").position());
    assertEquals("count", checkpoint.part("count").part());
    assertEquals(3, store.newest().orElseThrow().batchId());
    CheckpointException unknown = assertThrows(CheckpointException.class, () -> store.read(9));
    assertTrue(unknown.getMessage().contains("[2, 3]"), unknown.getMessage());
    assertThrows(CheckpointException.class, () -> checkpoint.part("sum"));
  }

  @Test
  void shouldKeepPinnedCheckpointsUntilUnpinned() {
    run(2);
    CheckpointStore store = CheckpointStore.open(directory);
    store.pin(0);
    run(4);
    assertEquals(List.of(0L, 4L, 5L), batchIds());
    assertTrue(store.list().get(0).pinned());
    store.unpin(0);
    run(1);
    assertEquals(List.of(5L, 6L), batchIds());
    assertThrows(CheckpointException.class, () -> store.pin(0));
  }

  @Test
  void shouldGoOnFromTheCheckpointRolledBackTo() {
    run(2);
    CheckpointStore store = CheckpointStore.open(directory);
    store.pin(1);
    run(4);
    store.rollBack(1);
    assertEquals(List.of(1L), batchIds());
    sink.clear();
    run(2);
    assertEquals(List.of(15L, 20L), sink.records());
    assertEquals(List.of(1L, 2L, 3L), batchIds());
  }

  @Test
  void shouldNotRollBackOverAPinnedCheckpoint() {
    run(4);
    CheckpointStore store = CheckpointStore.open(directory);
    store.pin(3);
    CheckpointException failure = assertThrows(CheckpointException.class, () -> store.rollBack(2));
    assertTrue(failure.getMessage().contains("[3]"), failure.getMessage());
    assertEquals(List.of(2L, 3L), batchIds());
  }

  @Test
  void shouldRedoWhatWasPlannedAfterTheCheckpointRolledBackTo() {
    run(5);
    String before = CheckpointStore.open(directory).content(4).hash();
    Rollback rollback = CheckpointStore.open(directory).rollBack(3);
    assertEquals(new Rollback(3, List.of(4L), 4, 4), rollback);
    sink.clear();
    run(1);
    assertEquals(List.of(25L), sink.batches().get(4L));
    assertEquals(before, CheckpointStore.open(directory).content(4).hash());
  }

  @Test
  void shouldSayWhichBatchesHaveLostTheirPlans() throws IOException {
    run(2);
    CheckpointStore store = CheckpointStore.open(directory);
    store.pin(1);
    run(4);
    assertEquals(new Rollback(1, List.of(4L, 5L), 1, 5), store.rollBack(1));
    run(2);
    Files.write(directory.resolve("plan-00000000000000000003"), new byte[3]);
    assertEquals(new Rollback(2, List.of(3L), 2, 3), store.rollBack(2));
  }

  @Test
  void shouldSetLaterCheckpointsAsideWholeAndBringThemBack() throws IOException {
    run(5);
    CheckpointStore store = CheckpointStore.open(directory);
    store.pin(4);
    String before = store.content(4).hash();
    Path aside = directory.resolve("aside");
    store.rollBack(3, Storage.local(aside));
    assertEquals(List.of(3L), batchIds());
    CheckpointStore kept = CheckpointStore.open(aside);
    assertTrue(kept.verify().isWhole());
    assertTrue(kept.list().get(0).pinned());
    assertEquals(before, kept.content(4).hash());
    CheckpointException twice =
        assertThrows(CheckpointException.class, () -> store.rollBack(3, Storage.local(aside)));
    assertTrue(twice.getMessage().contains("not empty"), twice.getMessage());
    try (Stream<Path> files = Files.list(aside)) {
      for (Path file : files.toList()) {
        Files.move(
            file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    assertEquals(before, store.newest().map(c -> store.content(c.batchId()).hash()).orElseThrow());
  }

  @Test
  void shouldShowDamageAndPassOverIt() throws IOException {
    run(4);
    Path newest = directory.resolve("ckpt-00000000000000000003");
    Files.write(newest, new byte[] {1, 2, 3});
    CheckpointStore store = CheckpointStore.open(directory);
    assertTrue(store.list().get(1).damage().isPresent());
    assertEquals(2, store.newest().orElseThrow().batchId());
    assertThrows(CheckpointException.class, () -> store.read(3));
    assertThrows(CheckpointException.class, () -> store.rollBack(3));
  }

  @Test
  void shouldSayWhenThereIsNoSuchDirectory() {
    Path missing = directory.resolve("missing");
    assertThrows(CheckpointException.class, () -> CheckpointStore.open(missing));
  }
}
