package dev.millrace.flume;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.testing.StreamTestDriver;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Runs pipelines whose events take a moment to come. */
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

  static List<String> texts(int from, int until) {
    return IntStream.range(from, until).mapToObj("%05d"::formatted).toList();
  }
}
