package dev.millrace.core.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.source.GeneratorSource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CountingRunTest {
  @TempDir Path directory;

  @Test
  void shouldCountAndCommit() throws Exception {
    try (CountingRun run =
        CountingRun.start(GeneratorSource.unbounded(number -> number), directory)) {
      run.await(250_000);
      run.await(50_000);
    }
    assertTrue(CheckpointStore.open(directory).newest().orElseThrow().batchId() >= 2);
  }

  @Test
  void shouldSayWhenNothingMoreComes() throws Exception {
    try (CountingRun run =
        CountingRun.start(GeneratorSource.bounded(10, number -> number), directory)) {
      run.await(10);
      IllegalStateException end = assertThrows(IllegalStateException.class, () -> run.await(1));
      assertTrue(end.getMessage().contains("1 records are missing"), end.getMessage());
    }
  }
}
