package dev.millrace.core.engine.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchInfo;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalEngineTest {
  private static LocalEngine begin(LocalEngine engine) {
    engine.beginBatch(new BatchInfo(7, Instant.EPOCH));
    return engine;
  }

  private static List<List<Integer>> numbers(int partitions, int each) {
    return IntStream.range(0, partitions)
        .mapToObj(p -> IntStream.range(p * each, (p + 1) * each).boxed().toList())
        .toList();
  }

  @Test
  void shouldRunAChainInOnePassWithoutCollectingInBetween() {
    try (LocalEngine engine = begin(LocalEngine.withThreads(1))) {
      List<String> trace = new ArrayList<>();
      engine
          .of(numbers(1, 2))
          .<Integer>map(
              x -> {
                trace.add("first " + x);
                return x;
              })
          .filter(
              x -> {
                trace.add("second " + x);
                return true;
              })
          .count();
      assertEquals(List.of("first 0", "second 0", "first 1", "second 1"), trace);
      assertEquals(1, engine.endBatch().jobs().size());
    }
  }

  @Test
  void shouldStayOnTheCallingThreadWhenOnePartitionHoldsValues() {
    try (LocalEngine engine = begin(LocalEngine.withThreads(4))) {
      Set<Thread> threads = ConcurrentHashMap.newKeySet();
      engine
          .of(List.of(List.of(), List.of(1), List.of()))
          .runPartitions((partition, values) -> threads.add(Thread.currentThread()));
      assertEquals(Set.of(Thread.currentThread()), threads);
    }
  }

  @Test
  void shouldUseAllThreadsAtOnce() {
    int threads = 3;
    try (LocalEngine engine = begin(LocalEngine.withThreads(threads))) {
      CyclicBarrier barrier = new CyclicBarrier(threads);
      List<Boolean> passed =
          engine
              .of(numbers(threads, 1))
              .runPartitions(
                  (partition, values) -> {
                    barrier.await();
                    return true;
                  });
      assertEquals(List.of(true, true, true), passed);
    }
  }

  @Test
  void shouldNameJobBatchPartitionAndCauseOfTheFirstFailure() {
    for (int threads : new int[] {1, 2, 7}) {
      try (LocalEngine engine = begin(LocalEngine.withThreads(threads))) {
        engine.describe("train fraud");
        Batch<Integer> batch =
            engine
                .of(numbers(9, 10))
                .map(
                    x -> {
                      if (x >= 42) {
                        throw new IllegalStateException("no " + x);
                      }
                      return x;
                    });
        MillraceException e = assertThrows(MillraceException.class, batch::collect);
        assertEquals(
            "train fraud: batch 7, partition 4: map: java.lang.IllegalStateException: no 42",
            e.getMessage());
        assertEquals("no 42", e.getCause().getCause().getMessage());
      }
    }
  }

  @Test
  void shouldThrowErrorsOnAsTheyAreWithoutRetry() {
    for (int threads : new int[] {1, 2}) {
      try (LocalEngine engine = begin(LocalEngine.withThreads(threads))) {
        OutOfMemoryError error = new OutOfMemoryError("test");
        AtomicInteger attempts = new AtomicInteger();
        Batch<Integer> batch =
            engine
                .of(numbers(2, 1))
                .map(
                    x -> {
                      if (x == 0) {
                        attempts.incrementAndGet();
                        throw error;
                      }
                      return x;
                    });
        assertSame(error, assertThrows(OutOfMemoryError.class, batch::collect));
        assertEquals(1, attempts.get());
      }
    }
  }

  @Test
  void shouldNotRetryWhatIsWronglyConfigured() {
    try (LocalEngine engine = begin(LocalEngine.withThreads(1))) {
      AtomicInteger attempts = new AtomicInteger();
      Batch<Integer> batch =
          engine
              .of(numbers(1, 1))
              .map(
                  x -> {
                    attempts.incrementAndGet();
                    throw new ConfigurationException("wrong");
                  });
      assertThrows(ConfigurationException.class, batch::collect);
      assertEquals(1, attempts.get());
    }
  }

  @Test
  void shouldFailWhenInterruptedAndStayInterrupted() {
    try (LocalEngine engine = begin(LocalEngine.withThreads(2))) {
      Thread.currentThread().interrupt();
      Batch<Integer> batch =
          engine
              .of(numbers(2, 1))
              .map(
                  x -> {
                    if (Thread.interrupted()) {
                      throw new InterruptedException("stop");
                    }
                    return x;
                  });
      MillraceException e = assertThrows(MillraceException.class, batch::collect);
      assertTrue(e.getMessage().contains("nterrupt"), e.getMessage());
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void shouldRefuseBatchesOfAnotherEngineAndUseBeforeTheFirstBatch() {
    try (LocalEngine engine = begin(LocalEngine.withThreads(1));
        LocalEngine other = begin(LocalEngine.withThreads(1))) {
      Batch<Integer> batch = engine.of(numbers(1, 1));
      Batch<Integer> foreign = other.of(numbers(1, 1));
      assertThrows(IllegalArgumentException.class, () -> batch.union(foreign));
    }
    try (LocalEngine engine = LocalEngine.withThreads(1)) {
      assertThrows(IllegalStateException.class, engine.of(numbers(1, 1))::count);
    }
  }

  @Test
  void shouldRefuseImpossibleSettings() {
    assertThrows(IllegalArgumentException.class, () -> LocalEngine.withThreads(0));
    assertThrows(IllegalArgumentException.class, () -> LocalEngine.withThreads(1, -1));
  }
}
