package dev.millrace.core.engine;

import dev.millrace.core.MillraceException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * A bounded number of the driver's threads, for engines: they share the tasks of one job at a time.
 * The caller is one of them: it takes tasks like the others instead of waiting, so a small job is
 * done before a sleeping thread would have woken up, and a pool of one thread never switches
 * threads.
 *
 * <p>Tasks are claimed in the order of their numbers. Used by one caller.
 */
public final class WorkerPool implements AutoCloseable {
  private static final String THREAD_NAME = "millrace-worker-";

  private final int threads;
  private final ExecutorService helpers;

  /**
   * @param threads how many work at the same time, the caller among them; they end when idle for a
   *     minute
   */
  public WorkerPool(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    this.threads = threads;
    this.helpers =
        new ThreadPoolExecutor(
            Math.max(1, threads - 1),
            Math.max(1, threads - 1),
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            daemons());
  }

  /** How many work at the same time, the caller among them. */
  public int threads() {
    return threads;
  }

  /**
   * Runs {@code task} for 0 to {@code tasks - 1} and returns when all are done.
   *
   * @param task should not throw: the others are done all the same, then what the first threw is
   *     thrown on
   * @param onInterrupt called when the calling thread is interrupted while it waits; those that
   *     help are interrupted too, and it goes on waiting
   * @return whether it was interrupted
   */
  public boolean run(int tasks, IntConsumer task, Runnable onInterrupt) {
    Work work = new Work(tasks, task);
    for (int helper = 1; helper < Math.min(threads, tasks); helper++) {
      helpers.execute(work::help);
    }
    work.run();
    boolean interrupted = false;
    while (true) {
      try {
        work.done.await();
        work.throwFailure();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        onInterrupt.run();
        work.interrupt();
      }
    }
  }

  /**
   * Runs {@code task} for 0 to {@code tasks - 1}, each once, and returns when all are done, even if
   * some fail or the caller is interrupted meanwhile.
   *
   * @param task may throw
   * @throws RuntimeException what the first of the failed tasks, in the order of their numbers,
   *     threw; likewise an {@code Error}
   * @throws MillraceException if the caller was interrupted; its interrupt flag is set again
   */
  public void runEach(int tasks, IntConsumer task) {
    Throwable[] failures = new Throwable[tasks];
    boolean interrupted =
        run(
            tasks,
            i -> {
              try {
                task.accept(i);
              } catch (RuntimeException | Error e) {
                failures[i] = e;
              }
            },
            () -> {});
    for (Throwable failure : failures) {
      if (failure instanceof RuntimeException exception) {
        throw exception;
      } else if (failure instanceof Error error) {
        throw error;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new MillraceException("interrupted while " + tasks + " tasks ran on the driver");
    }
  }

  /** Whether a thread is one of some pool. */
  public static boolean owns(Thread thread) {
    return thread.getName().startsWith(THREAD_NAME);
  }

  /** Lets the threads go; nothing may be run afterwards. */
  @Override
  public void close() {
    helpers.shutdown();
  }

  private static ThreadFactory daemons() {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, THREAD_NAME + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** The tasks of one job; run by every thread that takes part. */
  private static final class Work {
    private final Set<Thread> helping = new HashSet<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicInteger next = new AtomicInteger();
    private final int tasks;
    private final IntConsumer task;
    private final CountDownLatch done;

    Work(int tasks, IntConsumer task) {
      this.tasks = tasks;
      this.task = task;
      this.done = new CountDownLatch(tasks);
    }

    /** Takes part as another thread than the caller. */
    void help() {
      synchronized (helping) {
        helping.add(Thread.currentThread());
      }
      try {
        run();
      } finally {
        synchronized (helping) {
          helping.remove(Thread.currentThread());
          Thread.interrupted(); // meant for this work, not for the thread's next
        }
      }
    }

    void interrupt() {
      synchronized (helping) {
        helping.forEach(Thread::interrupt);
      }
    }

    void run() {
      for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
        try {
          task.accept(i);
        } catch (RuntimeException | Error e) { // for instance where memory is short everywhere
          failure.compareAndSet(null, e);
        } finally {
          done.countDown();
        }
      }
    }

    void throwFailure() {
      if (failure.get() instanceof Error error) {
        throw error;
      }
      if (failure.get() instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }
}
