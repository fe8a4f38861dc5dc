package dev.millrace.core.internal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LocalStorageTest {
  @TempDir Path directory;

  /** How another process fares that tries to lock the directory. */
  private int lockElsewhere() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LockMain.class.getName(),
                directory.toString())
            .inheritIO()
            .start();
    assertTrue(process.waitFor(50, TimeUnit.SECONDS));
    return process.exitValue();
  }

  @Test
  void shouldKeepTheLockFromOthersAfterItsOwnProcessWasRefused() throws Exception {
    try (Closeable lock = Storage.local(directory).lock()) {
      assertTrue(lock != null);
      CheckpointException refused =
          assertThrows(CheckpointException.class, () -> Storage.local(directory).lock());
      String holder = "in use by process " + ProcessHandle.current().pid();
      assertTrue(refused.getMessage().contains(holder), refused.getMessage());
      assertEquals(LockMain.REFUSED, lockElsewhere());
    }
    assertEquals(LockMain.LOCKED, lockElsewhere());
  }

  @Test
  void shouldKnowADirectoryByAnyOfItsNames() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    try (Closeable lock = Storage.local(directory).lock()) {
      assertTrue(lock != null);
      assertThrows(CheckpointException.class, () -> Storage.local(link).lock());
    }
  }

  @Test
  void shouldNotGiveUpTheLockOfTheNextHolderWhenClosedTwice() throws Exception {
    Closeable first = Storage.local(directory).lock();
    first.close();
    try (Closeable second = Storage.local(directory).lock()) {
      first.close();
      assertThrows(CheckpointException.class, () -> Storage.local(directory).lock());
      assertTrue(second != first);
    }
  }
}
