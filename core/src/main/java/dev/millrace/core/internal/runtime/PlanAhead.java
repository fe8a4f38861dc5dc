package dev.millrace.core.internal.runtime;

import dev.millrace.core.MillraceException;
import dev.millrace.core.internal.checkpoint.BatchPlan;
import dev.millrace.core.internal.concurrent.DaemonThreads;
import java.io.Closeable;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans the next batch while the current one is computed, at most one at a time. Its methods are
 * called by the thread that runs the batches; what the planning changes is seen by that thread
 * after {@link #await}.
 */
final class PlanAhead implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(PlanAhead.class);
  private static final long GRACE_SECONDS = 5;

  private final Optional<Executor> executor;
  private final Runnable end;
  private Optional<FutureTask<Optional<BatchPlan>>> task = Optional.empty();
  private volatile boolean closed;

  private PlanAhead(Optional<Executor> executor, Runnable end) {
    this.executor = executor;
    this.end = end;
  }

  /** Nothing is planned before it is due. */
  static PlanAhead never() {
    return new PlanAhead(Optional.empty(), () -> {});
  }

  /** At once, by the thread that asks for it. */
  static PlanAhead inline() {
    return new PlanAhead(Optional.of(Runnable::run), () -> {});
  }

  /** By a thread for it. */
  static PlanAhead onThread(String name) {
    ExecutorService thread = Executors.newSingleThreadExecutor(DaemonThreads.named(name));
    return new PlanAhead(Optional.of(thread), () -> end(thread));
  }

  /** Interrupts only what does not come to its end, for an interrupt closes the files in use. */
  private static void end(ExecutorService thread) {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
        if (!thread.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
          LOG.warn("planning the next batch does not heed its interrupt");
        }
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  void begin(Supplier<Optional<BatchPlan>> planning) {
    executor.ifPresent(
        some -> {
          FutureTask<Optional<BatchPlan>> begun = new FutureTask<>(planning::get);
          task = Optional.of(begun);
          some.execute(begun);
        });
  }

  boolean isBegun() {
    return task.isPresent();
  }

  /** Waits until nothing is being planned; what failed is thrown by {@link #take} only. */
  void await() {
    if (task.isPresent()) {
      try {
        task.get().get();
      } catch (ExecutionException e) {
        // Whoever takes the plan is told.
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  /** The plan that was begun; empty when there is nothing to run. Throws what failed. */
  Optional<BatchPlan> take() {
    FutureTask<Optional<BatchPlan>> begun = task.orElseThrow();
    task = Optional.empty();
    try {
      return begun.get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause()); // a supplier throws nothing else
    }
  }

  private static MillraceException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new MillraceException("interrupted while the next batch was being planned", cause);
  }

  /** Whether what is being planned must no longer be made durable. */
  boolean isClosed() {
    return closed;
  }

  /** The plan that is made and nobody took; empty when there is none, or it failed. */
  Optional<BatchPlan> made() {
    try {
      return task.isPresent() && task.get().isDone() ? task.get().get() : Optional.empty();
    } catch (ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public void close() {
    end.run();
    closed = true;
  }
}
