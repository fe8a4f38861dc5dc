package dev.millrace.core.internal.runtime;

import dev.millrace.core.MillraceException;
import dev.millrace.core.internal.concurrent.DaemonThreads;
import java.io.Closeable;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes while the next batch is computed, at most one batch at a time, on a thread that is made
 * when it is needed. Used by one thread; what the publishing changes is seen by that thread after
 * {@link #await}.
 */
final class PublishBehind implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(PublishBehind.class);
  private static final long GRACE_SECONDS = 5;

  private final String name;
  private Optional<ExecutorService> thread = Optional.empty();
  private Optional<Future<?>> begun = Optional.empty();
  private volatile boolean awaited;

  PublishBehind(String name) {
    this.name = name;
  }

  /** Begins, after {@link #await}. */
  void begin(Runnable publication) {
    if (thread.isEmpty()) {
      thread = Optional.of(Executors.newSingleThreadExecutor(DaemonThreads.named(name)));
    }
    begun = Optional.of(thread.get().submit(publication));
  }

  /** Waits until what was begun is published; throws what failed, once. */
  void await() {
    if (begun.isEmpty()) {
      return;
    }
    Future<?> publication = begun.get();
    begun = Optional.empty();
    awaited = true;
    try {
      publication.get();
    } catch (InterruptedException e) {
      publication.cancel(true);
      Thread.currentThread().interrupt();
      throw new MillraceException("interrupted while a batch was being published", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause()); // a runnable throws nothing else
    } finally {
      awaited = false;
    }
  }

  /** Whether what was begun keeps somebody waiting; any thread may ask. */
  boolean isAwaited() {
    return awaited;
  }

  /** Ends what an interrupted {@link #await} left under way; else there is nothing. */
  @Override
  public void close() {
    thread.ifPresent(PublishBehind::end);
  }

  private static void end(ExecutorService some) {
    some.shutdownNow();
    try {
      if (!some.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("publishing a batch does not heed its interrupt");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
