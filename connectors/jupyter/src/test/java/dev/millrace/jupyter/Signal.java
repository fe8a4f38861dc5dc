package dev.millrace.jupyter;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** By which a cell, which runs in this JVM, tells a test that it has begun. */
public final class Signal {
  private static final CountDownLatch BEGUN = new CountDownLatch(1);

  private Signal() {}

  public static void begun() {
    BEGUN.countDown();
  }

  static boolean await() {
    try {
      return BEGUN.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      return false;
    }
  }
}
