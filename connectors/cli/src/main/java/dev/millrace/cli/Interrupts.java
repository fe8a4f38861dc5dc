package dev.millrace.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C and SIGTERM: ask what is running to end in good order, then let the program finish what it
 * has to say before the JVM goes.
 */
final class Interrupts {
  private static final CountDownLatch FINISHED = new CountDownLatch(1);

  private Interrupts() {}

  /** From now on an interrupt calls {@code stop} once and waits for {@link #finished}. */
  static void onInterrupt(Runnable stop) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (FINISHED.getCount() > 0) {
                    stop.run();
                    awaitFinish();
                  }
                },
                "interrupt"));
  }

  /** The program has said all it has to say. */
  static void finished() {
    FINISHED.countDown();
  }

  private static void awaitFinish() {
    try {
      FINISHED.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
