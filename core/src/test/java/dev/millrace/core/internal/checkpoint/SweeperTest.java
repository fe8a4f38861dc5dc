package dev.millrace.core.internal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.Storage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweeperTest {
  private static final int PATIENCE_SECONDS = 60;

  @TempDir Path directory;

  private final List<String> events = Collections.synchronizedList(new ArrayList<>());

  private interface Deletion {
    void run(String name) throws Exception;
  }

  /** The directory, with {@code before} done before each deletion. */
  private Storage storage(Deletion before) {
    Storage inner = Storage.local(directory);
    return (Storage)
        Proxy.newProxyInstance(
            Storage.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("delete")) {
                before.run((String) arguments[0]);
                events.add("deleted " + arguments[0]);
              } else if (method.getName().equals("write")) {
                events.add("writes " + arguments[0]);
              }
              try {
                return method.invoke(inner, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Checkpoint checkpoint(long batchId) {
    return new Checkpoint("p", batchId, Instant.EPOCH, batchId, 1, Map.of(), Map.of(), List.of());
  }

  private static String name(long batchId) {
    return FileNames.of(FileNames.CHECKPOINT, batchId);
  }

  @Test
  void shouldDeleteBesideOtherWorkAndInOrder() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    Storage storage =
        storage(name -> assertTrue(released.await(PATIENCE_SECONDS, TimeUnit.SECONDS)));
    try (Sweeper sweeper = Sweeper.onThread("sweep")) {
      sweeper.sweep(storage, List.of("a", "b"));
      events.add("went on");
      released.countDown();
      sweeper.await();
      assertEquals(List.of("went on", "deleted a", "deleted b"), events);
    }
  }

  @Test
  void shouldTellWhoWaitsThatItFailed() throws Exception {
    Storage storage =
        storage(
            name -> {
              throw new IOException("no permission");
            });
    try (Sweeper sweeper = Sweeper.onThread("sweep")) {
      sweeper.sweep(storage, List.of("a"));
      IOException failure = assertThrows(IOException.class, sweeper::await);
      assertEquals("no permission", failure.getMessage());
      sweeper.await(); // told once
    }
  }

  /** A checkpoint's write forces the directory: what was deleted before must be gone with it. */
  @Test
  void shouldDeleteWhatOneCommitNoLongerNeedsBeforeTheNextIsWritten() throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    Storage storage =
        storage(name -> assertTrue(written.await(PATIENCE_SECONDS, TimeUnit.SECONDS)));
    try (Journal journal = Journal.open(storage, "p", 1, Sweeper.onThread("sweep"))) {
      for (int batchId = 0; batchId < 2; batchId++) {
        journal.write(checkpoint(batchId));
        journal.clean();
      }
      Thread release = new Thread(written::countDown);
      release.start();
      journal.write(checkpoint(2));
      release.join();
    }
    assertEquals(
        List.of(
            "writes " + name(0), "writes " + name(1), "deleted " + name(0), "writes " + name(2)),
        events);
  }
}
