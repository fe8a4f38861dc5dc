package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.DStream;
import dev.millrace.core.KeyValue;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.CheckpointPolicy;
import dev.millrace.core.internal.state.TableContent;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.window.BatchWindow;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random pipelines, crashed at random steps until they are done, end in the same bytes as
 * undisturbed ones: every batch of every sink, and every part of the last checkpoint.
 */
class ExactlyOnceTest {
  /** Other seeds, or one that failed: {@code -Dseed=…}. */
  private static final long FIRST_SEED = Long.getLong("seed", 1);

  private static final List<BatchStep> STEPS = List.of(BatchStep.values());

  static List<Long> seeds() {
    List<Long> seeds = new ArrayList<>();
    for (long seed = FIRST_SEED; seed < FIRST_SEED + 60; seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  /** A pipeline drawn from a seed, and the world around it. */
  private static final class Drawn {
    private final Random random;
    private final List<ReplaySource<Integer>> sources = new ArrayList<>();
    private final MemorySink<KeyValue<Integer, Long>> counts = new MemorySink<>();
    private final MemorySink<KeyValue<Integer, Long>> windows = new MemorySink<>();
    private final MemorySink<Integer> plain = new MemorySink<>();
    private final MemorySink<DeadLetter> rejected = new MemorySink<>();
    private final boolean hasCounts;
    private final boolean hasWindows;
    private final boolean hasRejects;
    private final StreamingConfig config;

    Drawn(long seed) {
      random = new Random(seed);
      int inputs = 1 + random.nextInt(2);
      for (int i = 0; i < inputs; i++) {
        sources.add(source());
      }
      hasCounts = random.nextInt(4) > 0;
      hasWindows = random.nextBoolean();
      hasRejects = random.nextBoolean();
      config =
          StreamingConfig.named("drawn")
              .withPartitions(1 + random.nextInt(4))
              .withThreads(1 + random.nextInt(2))
              .withMaxBatchRecords(1 + random.nextInt(40))
              .withRetainCheckpoints(1 + random.nextInt(3))
              .withCheckpointPolicy(CheckpointPolicy.everyBatches(1 + random.nextInt(4)));
    }

    private ReplaySource<Integer> source() {
      List<List<Integer>> splits = new ArrayList<>();
      int count = 1 + random.nextInt(3);
      for (int split = 0; split < count; split++) {
        splits.add(random.ints(random.nextInt(120), 0, 20).boxed().toList());
      }
      return ReplaySource.ofSplits(splits);
    }

    void describe(StreamingContext context) {
      DStream<Integer> all = context.source("source-0", sources.get(0));
      for (int i = 1; i < sources.size(); i++) {
        all = all.union(context.source("source-" + i, sources.get(i)));
      }
      if (hasRejects) {
        context.deadLetters(rejected);
        all.foreachBatch(
            (batch, scope) -> {
              for (int value : batch.collect()) {
                if (value == 13) {
                  scope.reject(new DeadLetter("test", "batch " + scope.info().id(), "13", "13"));
                }
              }
            });
      }
      all.filter(value -> value % 3 != 0).to("plain", plain);
      if (hasCounts) {
        all.keyBy(value -> value)
            .<Long>updateStateByKey(
                StateCodecs.int32(),
                StateCodecs.int64(),
                (values, count) -> Optional.of(count.orElse(0L) + values.size()))
            .named("counts")
            .toPairs()
            .to("counts", counts);
      }
      if (hasWindows) {
        all.keyBy(value -> value % 5)
            .mapValues(value -> (long) value)
            .reduceByKeyAndWindow(
                BatchWindow.batches(3, 2), StateCodecs.int32(), StateCodecs.int64(), Long::sum)
            .named("windows")
            .toPairs()
            .to("windows", windows);
      }
    }

    Map<String, SortedMap<Long, ?>> output() {
      return Map.of(
          "plain", plain.batches(),
          "counts", counts.batches(),
          "windows", windows.batches(),
          "rejected", rejected.batches());
    }
  }

  private static void crash(Random chaos, StreamTestDriver driver) {
    boolean done = false;
    for (int disturbance = 0; !done && disturbance < 25; disturbance++) {
      done = disturb(chaos, driver);
    }
    driver.runAll();
    driver.stop();
  }

  /** Does something bad; says whether the sources had ended before it could. */
  private static boolean disturb(Random chaos, StreamTestDriver driver) {
    switch (chaos.nextInt(6)) {
      case 0 -> {
        driver.crash();
        driver.recover();
      }
      case 1 -> {
        driver.stop();
        driver.recover();
      }
      default -> {
        BatchStep step = STEPS.get(chaos.nextInt(STEPS.size()));
        try {
          driver.crashAt(step, 1 + chaos.nextInt(4));
          driver.recover();
        } catch (IllegalStateException e) {
          return e.getMessage().contains("exhausted"); // or it never came to that step
        }
      }
    }
    return false;
  }

  /** A table is cut into increments where it was saved, which a stop in good order does too. */
  private static Object content(String name, Checkpoint checkpoint) {
    return name.equals("counts")
        ? TableContent.of(checkpoint.part(name), StateCodecs.int32(), StateCodecs.int64())
        : HexFormat.of().formatHex(checkpoint.parts().get(name));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldEndInTheSameBytesHoweverOftenItCrashes(long seed) {
    Drawn calm = new Drawn(seed);
    Checkpoint expected;
    try (StreamTestDriver driver = StreamTestDriver.of(calm.config, calm::describe)) {
      driver.runAll();
      driver.stop();
      expected = driver.checkpoint().orElse(null);
    }
    Drawn crashed = new Drawn(seed);
    try (StreamTestDriver driver = StreamTestDriver.of(crashed.config, crashed::describe)) {
      crash(new Random(~seed), driver);
      assertEquals(calm.output(), crashed.output());
      Checkpoint actual = driver.checkpoint().orElse(null);
      assertEquals(expected == null, actual == null);
      if (expected != null && actual != null) {
        assertEquals(expected.batchId(), actual.batchId());
        assertEquals(expected.offsets(), actual.offsets());
        assertEquals(expected.names(), actual.names());
        for (String name : expected.names()) {
          assertEquals(content(name, expected), content(name, actual), name);
        }
      }
    }
  }
}
