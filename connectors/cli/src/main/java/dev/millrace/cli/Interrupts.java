package dev.millrace.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C and SIGTERM: ask what is running to end in good order, then let it finish what it has to
 * say before the JVM goes.
 */
final class Interrupts {
  private Interrupts() {}

  /**
   * Runs {@code body}; an interrupt meanwhile calls {@code stop}, by a thread of its own, and waits
   * for the body's end.
   */
  static <R> R during(Callable<R> body, Runnable stop) throws Exception {
    CountDownLatch finished = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stop.run();
              await(finished);
            },
            "interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return body.call();
    } finally {
      finished.countDown();
      remove(hook);
    }
  }

  private static void await(CountDownLatch finished) {
    try {
      finished.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down: the hook has been called, and now has nothing to wait for.
      return;
    }
  }
}
