package dev.millrace.core.engine.local;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * A bounded number of threads that share the tasks of one job at a time. The caller is one of them:
 * it takes tasks like the others instead of waiting, so a small job is done before a sleeping
 * thread would have woken up, and a pool of one thread never switches threads.
 *
 * <p>Tasks are claimed in the order of their numbers. Used by one caller.
 */
final class WorkerPool implements AutoCloseable {
  private final int threads;
  private final ExecutorService helpers;

  WorkerPool(int threads) {
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

  int threads() {
    return threads;
  }

  /**
   * Runs {@code task} for 0 to {@code tasks - 1} and returns when all are done.
   *
   * @param task must not throw
   * @param onInterrupt called when the calling thread is interrupted while it waits; it then goes
   *     on waiting
   * @return whether it was interrupted
   */
  boolean run(int tasks, IntConsumer task, Runnable onInterrupt) {
    Work work = new Work(tasks, task);
    for (int helper = 1; helper < Math.min(threads, tasks); helper++) {
      helpers.execute(work);
    }
    work.run();
    boolean interrupted = false;
    while (true) {
      try {
        work.done.await();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        onInterrupt.run();
      }
    }
  }

  @Override
  public void close() {
    helpers.shutdown();
  }

  private static ThreadFactory daemons() {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, "millrace-worker-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** The tasks of one job; run by every thread that takes part. */
  private static final class Work implements Runnable {
    private final AtomicInteger next = new AtomicInteger();
    private final int tasks;
    private final IntConsumer task;
    private final CountDownLatch done;

    Work(int tasks, IntConsumer task) {
      this.tasks = tasks;
      this.task = task;
      this.done = new CountDownLatch(tasks);
    }

    @Override
    public void run() {
      for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
        try {
          task.accept(i);
        } finally {
          done.countDown();
        }
      }
    }
  }
}
