package dev.millrace.core.internal.checkpoint;

import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.internal.concurrent.DaemonThreads;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes files that nobody needs any more. On a disk that others force too, a deletion waits for
 * them, so it is done beside other work. Used by one thread.
 */
public final class Sweeper implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final long GRACE_SECONDS = 10;

  private final Optional<ExecutorService> thread;
  private Optional<Future<?>> sweep = Optional.empty();

  private Sweeper(Optional<ExecutorService> thread) {
    this.thread = thread;
  }

  /** Deletes before it returns. */
  public static Sweeper inline() {
    return new Sweeper(Optional.empty());
  }

  /** Deletes on a thread of its own, a daemon. */
  public static Sweeper onThread(String name) {
    return new Sweeper(Optional.of(Executors.newSingleThreadExecutor(DaemonThreads.named(name))));
  }

  /** Deletes files, in this order. What fails is thrown here or by {@link #await}. */
  void sweep(Storage storage, List<String> names) throws IOException {
    if (thread.isEmpty()) {
      delete(storage, names);
    } else if (!names.isEmpty()) {
      await();
      sweep =
          Optional.of(
              thread
                  .get()
                  .submit(
                      () -> {
                        delete(storage, names);
                        return names;
                      }));
    }
  }

  private static void delete(Storage storage, List<String> names) throws IOException {
    for (String name : names) {
      storage.delete(name);
    }
  }

  /** Waits until everything is deleted. */
  void await() throws IOException {
    if (sweep.isPresent()) {
      Future<?> begun = sweep.get();
      sweep = Optional.empty();
      try {
        begun.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException failure
            ? failure
            : new IOException("deleting failed", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while old files were being deleted");
      }
    }
  }

  @Override
  public void close() {
    thread.ifPresent(Sweeper::end);
  }

  /** What deletes must be done before somebody else may hold the directory. */
  private static void end(ExecutorService some) {
    some.shutdown();
    try {
      if (!some.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("old files of a checkpoint are still being deleted");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
