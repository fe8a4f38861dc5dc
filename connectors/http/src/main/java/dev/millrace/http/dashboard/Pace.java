package dev.millrace.http.dashboard;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * Does something now and then: not before a pause is over, and not so often that it takes more than
 * a hundredth of a processor. Used by one thread.
 */
final class Pace {
  private static final int PART_OF_TIME = 100;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final long pause;
  private long due = System.nanoTime();

  Pace(Duration pause) {
    this.pause = pause.toNanos();
  }

  boolean isDue() {
    return System.nanoTime() - due >= 0;
  }

  /** It is due at once. */
  void hurry() {
    due = System.nanoTime();
  }

  void run(Runnable task) {
    long begin = cpuNanos();
    task.run();
    due = System.nanoTime() + Math.max(pause, (cpuNanos() - begin) * PART_OF_TIME);
  }

  /** Of this thread; so what others do on a busy machine does not count. */
  private static long cpuNanos() {
    return THREADS.isCurrentThreadCpuTimeSupported()
        ? THREADS.getCurrentThreadCpuTime()
        : System.nanoTime();
  }
}
