package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.checkpoint.CheckpointInfo;
import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.window.BatchWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that keep state in files beside them. */
class StateFilesTest {
  private static final int BATCH = 10;
  private static final int WINDOW = 2;

  /** So that a batch in the window goes to a file of its own. */
  private static final int LARGE = 10_000;

  @TempDir Path directory;

  private final MemorySink<Long> sums = new MemorySink<>();

  private StreamTestDriver start() {
    StreamingConfig config =
        StreamingConfig.named("files")
            .withThreads(1)
            .withMaxBatchRecords(BATCH)
            .withRetainCheckpoints(2)
            .withCheckpoint(directory);
    return StreamTestDriver.of(config, this::describe);
  }

  private void describe(StreamingContext context) {
    context
        .source("numbers", GeneratorSource.unbounded(i -> i))
        .map(i -> i + " ".repeat(LARGE))
        .window(BatchWindow.batches(WINDOW, 1), StateCodecs.string())
        .named("window")
        .map(text -> Long.valueOf(text.trim()))
        .reduce(Long::sum)
        .to("sums", sums);
  }

  private void run(int batches) {
    try (StreamTestDriver driver = start()) {
      for (int batch = 0; batch < batches; batch++) {
        driver.runBatch();
      }
    }
  }

  private List<Path> stateFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("state-"))
          .sorted()
          .toList();
    }
  }

  private void assertSums(int batches) {
    assertEquals(batches, sums.batches().size());
    sums.batches()
        .forEach(
            (batchId, values) -> {
              long from = Math.max(0, batchId + 1 - WINDOW) * BATCH;
              assertEquals(List.of(LongStream.range(from, (batchId + 1) * BATCH).sum()), values);
            });
  }

  @Test
  void shouldKeepTheFilesThatRetainedCheckpointsNeed() throws IOException {
    run(6);
    // The newest two checkpoints need three batches; one more file goes with the next commit.
    assertTrue(stateFiles().size() <= WINDOW + 2, stateFiles().toString());
    for (CheckpointInfo info : CheckpointStore.open(directory).list()) {
      assertEquals(info.batchId(), CheckpointStore.open(directory).read(info.batchId()).batchId());
    }
    assertSums(6);
  }

  @Test
  void shouldFallBackWhenAStateFileIsDamaged() throws IOException {
    run(5);
    List<Path> files = stateFiles();
    Path newest = files.get(files.size() - 1);
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(newest, bytes);
    run(4);
    assertSums(8);
  }

  @Test
  void shouldFallBackWhenAStateFileIsMissing() throws IOException {
    run(5);
    List<Path> files = stateFiles();
    Files.delete(files.get(files.size() - 1));
    run(4);
    assertSums(8);
  }

  @Test
  void shouldRefuseToStartWhenNoCheckpointIsWhole() throws IOException {
    run(5);
    for (Path file : stateFiles()) {
      Files.delete(file);
    }
    CheckpointException failure = assertThrows(CheckpointException.class, this::start);
    assertTrue(failure.getMessage().contains("can be read"), failure.getMessage());
  }

  @Test
  void shouldRemoveWhatACrashLeftBeforeTheCheckpoint() throws IOException {
    run(3);
    Path last = stateFiles().get(stateFiles().size() - 1);
    String name = last.getFileName().toString();
    String ofNext = name.replaceAll("-[0-9]{20}-", "-%020d-".formatted(3));
    String unneeded = name.replaceAll("-[0-9]{20}-", "-%020d-".formatted(7));
    Files.copy(last, directory.resolve(ofNext));
    Files.copy(last, directory.resolve(unneeded));
    run(3);
    assertTrue(Files.notExists(directory.resolve(unneeded)));
    assertSums(6);
  }

  @Test
  void shouldKeepTheFilesOfPinnedCheckpointsAndGoBackToThem() throws IOException {
    run(3);
    CheckpointStore store = CheckpointStore.open(directory);
    store.pin(1);
    try (StreamTestDriver driver = start()) {
      for (int batch = 0; batch < 6; batch++) {
        driver.runBatch();
      }
      driver.crashAt(BatchStep.COMMIT);
    }
    assertSums(9);
    store.rollBack(1);
    sums.clear();
    run(3);
    assertEquals(List.of(2L, 3L, 4L), List.copyOf(sums.batches().keySet()));
    assertEquals(List.of(LongStream.range(10, 30).sum()), sums.batches().get(2L));
  }
}
