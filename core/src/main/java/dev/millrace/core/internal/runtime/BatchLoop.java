package dev.millrace.core.internal.runtime;

import dev.millrace.core.MillraceException;
import dev.millrace.core.Trigger;
import dev.millrace.core.observe.PipelineStart;
import dev.millrace.core.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when the next batch is made, on a thread of its own, until the sources are exhausted,
 * somebody asks to stop, a batch fails, or one does not end in its time. The thread is a daemon, so
 * that user code that never returns cannot keep the process; another one keeps it until the end.
 */
final class BatchLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(BatchLoop.class);
  private static final Duration SHORTEST_POLL = Duration.ofMillis(1);
  private static final Duration LONGEST_POLL = Duration.ofMillis(20);

  /** How long an overdue batch is given, at most, to heed the interrupt. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final String name;
  private final Trigger trigger;
  private final Clock clock;
  private final MicroBatchExecution execution;
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Object lock = new Object();
  private boolean stopping;

  /** The loop's thread while it only waits, and may therefore be interrupted. */
  private Thread waiting;

  private volatile Thread thread;
  private volatile boolean recovered;
  private Throwable failure;
  private boolean toldEnd;

  BatchLoop(Pipeline pipeline, MicroBatchExecution execution) {
    this.name = pipeline.config().name();
    this.trigger = pipeline.config().trigger();
    this.clock = pipeline.config().clock();
    this.execution = execution;
    pipeline
        .config()
        .batchDeadline()
        .ifPresent(
            deadline -> execution.deadline().onOverdue(overdue -> giveUp(overdue, deadline)));
  }

  /**
   * Starts the thread and waits until it has recovered; throws what kept it from that. What fails
   * later, be it at once, is told to those who wait for the end.
   */
  void start() {
    thread = new Thread(this, "millrace-" + name);
    thread.setDaemon(true);
    thread.start();
    new Thread(this::stay, "millrace-alive-" + name).start();
    boolean interrupted = false;
    while (true) {
      try {
        started.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (!recovered) {
      throwFailure();
    }
  }

  /** Keeps the process until the end. */
  private void stay() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks for the end, after the current batch; does not wait. */
  void requestStop() {
    synchronized (lock) {
      stopping = true;
      if (waiting != null) {
        waiting.interrupt();
      }
    }
  }

  /** Whether the caller is the loop itself, which cannot wait for its own end. */
  boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  /**
   * @return whether it has ended
   */
  boolean await(long nanos) throws InterruptedException {
    return ended.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Throws what made the pipeline fail, if it did. */
  void throwFailure() {
    Throwable cause = failure();
    if (cause instanceof RuntimeException exception) {
      throw exception;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause != null) {
      throw new MillraceException("pipeline '" + name + "': " + cause, cause);
    }
  }

  @Override
  public void run() {
    try {
      PipelineStart start = execution.open();
      recovered = true;
      execution.listeners().tell(listener -> listener.onStart(start));
      started.countDown();
      loop();
      execution.commitPending();
    } catch (Throwable e) {
      fail(e);
      LOG.debug("pipeline '{}' failed", name, e);
    } finally {
      end();
    }
  }

  private void loop() throws Exception {
    boolean goOn = true;
    while (goOn && !isStopping()) {
      goOn = execution.redo();
    }
    if (trigger instanceof Trigger.Interval every) {
      atIntervals(every.interval());
    } else {
      asFastAsPossible();
    }
  }

  private void atIntervals(Duration interval) throws Exception {
    Schedule schedule = new Schedule(clock, interval);
    while (!execution.exhausted() && pause(schedule.untilDue())) {
      execution.runNew(schedule.begin(), schedule.delay(), true);
    }
  }

  private void asFastAsPossible() throws Exception {
    Duration poll = SHORTEST_POLL;
    while (!execution.exhausted() && !isStopping()) {
      if (execution.runNew(clock.instant(), 0, false)) {
        poll = SHORTEST_POLL;
      } else if (!execution.exhausted()) {
        pause(poll);
        poll =
            poll.multipliedBy(2).compareTo(LONGEST_POLL) < 0 ? poll.multipliedBy(2) : LONGEST_POLL;
      }
    }
  }

  private boolean isStopping() {
    synchronized (lock) {
      return stopping;
    }
  }

  /**
   * Waits, unless asked to stop.
   *
   * @return whether to go on
   */
  private boolean pause(Duration duration) {
    if (!duration.isNegative() && !duration.isZero()) {
      synchronized (lock) {
        if (stopping) {
          return false;
        }
        waiting = Thread.currentThread();
      }
      try {
        clock.sleep(duration);
      } catch (InterruptedException e) {
        LOG.trace("woken up", e);
      }
      synchronized (lock) {
        waiting = null;
        Thread.interrupted();
      }
    }
    return !isStopping();
  }

  private void end() {
    Thread.interrupted(); // an overdue batch was interrupted; what follows must not be
    try {
      execution.close();
    } catch (Throwable e) {
      fail(e);
    }
    try {
      tellEnd();
    } catch (Throwable e) {
      fail(e);
    } finally {
      ended.countDown();
      started.countDown();
    }
  }

  /** Ends, if need be without the loop's thread: it may be in code that never returns. */
  private void giveUp(MillraceException overdue, Duration deadline) {
    fail(overdue);
    thread.interrupt();
    Duration grace = deadline.compareTo(GRACE) < 0 ? deadline : GRACE;
    try {
      if (!await(grace.toNanos())) {
        LOG.warn("pipeline '{}': the overdue batch does not heed its interrupt", name);
        tellEnd();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  private synchronized Throwable failure() {
    return failure;
  }

  private synchronized void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    } else if (failure != cause) {
      failure.addSuppressed(cause);
    }
  }

  private void tellEnd() {
    synchronized (this) {
      if (toldEnd) {
        return;
      }
      toldEnd = true;
    }
    Throwable cause = failure();
    execution
        .listeners()
        .tell(
            listener -> {
              if (cause == null) {
                listener.onStop();
              } else {
                listener.onFailure(cause);
              }
            });
  }
}
