package dev.millrace.core.internal.runtime;

import dev.millrace.core.MillraceException;
import dev.millrace.core.internal.concurrent.DaemonThreads;
import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Watches, on a thread of its own, that no batch takes longer than it may. Measured in real time,
 * whatever the pipeline's clock says: what hangs does not move a clock.
 */
final class BatchDeadline implements Closeable {
  private final String pipeline;
  private final Optional<Duration> limit;
  private final Function<Thread, String> whereabouts;
  private final ScheduledExecutorService timer;
  private Consumer<MillraceException> onOverdue = overdue -> {};
  private Thread watched;
  private ScheduledFuture<?> pending;
  private MillraceException overdue;

  /**
   * @param whereabouts what the thread that runs the batches is doing, told by another one
   */
  BatchDeadline(String pipeline, Optional<Duration> limit, Function<Thread, String> whereabouts) {
    this.pipeline = pipeline;
    this.limit = limit;
    this.whereabouts = whereabouts;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            DaemonThreads.named("millrace-deadline-" + pipeline));
  }

  /** Says who is told, once, on the watching thread. */
  synchronized void onOverdue(Consumer<MillraceException> action) {
    onOverdue = action;
  }

  /** The calling thread begins a batch. */
  synchronized void begin(long batchId) {
    if (limit.isPresent()) {
      watched = Thread.currentThread();
      pending =
          timer.schedule(() -> expire(batchId), limit.get().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Throws if the time was up before, so that no overdue batch goes on to the next step.
   *
   * @throws MillraceException saying where the batch was when its time was up
   */
  synchronized void check() {
    if (overdue != null) {
      throw overdue;
    }
  }

  /** The batch is done. */
  synchronized void end() {
    if (pending != null) {
      pending.cancel(false);
      pending = null;
    }
  }

  private void expire(long batchId) {
    Consumer<MillraceException> action;
    synchronized (this) {
      if (pending == null) {
        return;
      }
      pending = null;
      overdue =
          new MillraceException(
              "pipeline '"
                  + pipeline
                  + "': batch "
                  + batchId
                  + " took longer than its deadline of "
                  + limit.orElseThrow().toMillis()
                  + " ms; it was "
                  + whereabouts.apply(watched)
                  + ". What it has not committed is redone at the next start");
      action = onOverdue;
    }
    action.accept(overdue);
  }

  @Override
  public void close() {
    end();
    timer.shutdown();
  }
}
