package dev.millrace.core.testing;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.engine.Engine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What the checks of an engine share. */
final class EngineCheck {
  /** The batch that checks run in unless they begin another. */
  static final BatchInfo BATCH = new BatchInfo(17, Instant.ofEpochSecond(1_000));

  /** A check on an engine in the middle of {@link #BATCH}. */
  @FunctionalInterface
  interface Body {
    void run(Engine engine) throws Exception;
  }

  private EngineCheck() {}

  static Check of(String name, Supplier<? extends Engine> engines, Body body) {
    return new Check(
        name,
        () -> {
          try (Engine engine = engines.get()) {
            engine.beginBatch(BATCH);
            body.run(engine);
          }
        });
  }

  /** Consecutive numbers, the given number of them per partition. */
  static List<List<Integer>> numbers(int... sizes) {
    List<List<Integer>> partitions = new ArrayList<>();
    int next = 0;
    for (int size : sizes) {
      List<Integer> partition = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        partition.add(next++);
      }
      partitions.add(partition);
    }
    return partitions;
  }
}
