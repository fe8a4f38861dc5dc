package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.testing.StreamTestDriver;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Runs pipelines whose records take a moment to come. */
final class Runs {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private Runs() {}

  /** Makes batches until it is so. */
  static void until(StreamTestDriver driver, BooleanSupplier isSo) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!isSo.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "it does not come to that");
      if (driver.runAll() == 0) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  /** Makes one batch that is not empty. */
  static void one(StreamTestDriver driver) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (driver.runBatch().records() == 0) {
      assertTrue(System.nanoTime() < deadline, "no records come");
      LockSupport.parkNanos(1_000_000);
    }
  }
}
