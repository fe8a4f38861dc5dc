package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.DStream;
import dev.millrace.core.KeyValue;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.internal.checkpoint.CheckpointFormat;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateSpec;
import dev.millrace.core.testing.Fuzz;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.time.EventTime;
import dev.millrace.core.window.BatchWindow;
import dev.millrace.core.window.JoinInterval;
import dev.millrace.core.window.TumblingWindow;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A checkpoint whose checksums are right and whose state is damaged: the start is refused, or not.
 */
class RestoreFuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");
  private static final int BATCHES = 4;

  @TempDir Path directory;

  /** Every kind of operator that keeps state. */
  private static void describe(StreamingContext context) {
    DStream<Long> numbers = context.source("numbers", GeneratorSource.unbounded(i -> i * 7 % 11));
    numbers
        .window(BatchWindow.batches(2, 1), StateCodecs.int64())
        .named("held")
        .to("held", new MemorySink<>());
    numbers
        .keyBy(i -> i % 5)
        .mapWithState(
            StateSpec.<Long, Long, Long, Long>of(
                    StateCodecs.int64(),
                    StateCodecs.int64(),
                    (key, value, total, out) -> {
                      if (!total.isTimingOut()) {
                        total.update(total.get().orElse(0L) + value.orElse(0L));
                      }
                    })
                .withTimeout(Duration.ofSeconds(2)))
        .named("totals")
        .to("totals", new MemorySink<>());
    numbers
        .keyBy(i -> i % 3)
        .reduceByKeyAndWindow(
            BatchWindow.batches(3, 1),
            StateCodecs.int64(),
            StateCodecs.int64(),
            Long::sum,
            (total, leaves) -> total - leaves)
        .named("running")
        .toPairs()
        .to("running", new MemorySink<>());
    var timed =
        numbers
            .withEventTime(EventTime.ofEpochMillis(i -> i))
            .named("time")
            .keyBy(i -> i % 2, StateCodecs.int64());
    timed
        .window(TumblingWindow.of(Duration.ofMillis(50)))
        .reduce(StateCodecs.int64(), Long::sum)
        .named("sums")
        .results()
        .to("sums", new MemorySink<>());
    timed
        .intervalJoin(
            timed,
            JoinInterval.of(Duration.ofMillis(5), Duration.ofMillis(5)),
            StateCodecs.int64(),
            StateCodecs.int64())
        .named("join")
        .toPairs()
        .map(KeyValue::key)
        .to("join", new MemorySink<>());
    numbers
        .keyBy(i -> i)
        .<Long>updateStateByKey(
            StateCodecs.int64(), StateCodecs.int64(), (values, count) -> Optional.of(1L))
        .named("counts")
        .toPairs()
        .to("counts", new MemorySink<>());
  }

  private StreamTestDriver driver() {
    StreamingConfig config =
        StreamingConfig.named("restored")
            .withThreads(1)
            .withPartitions(2)
            .withMaxBatchRecords(8)
            .withRetainCheckpoints(1)
            .withCheckpoint(directory);
    return StreamTestDriver.of(config, RestoreFuzzTest::describe);
  }

  private void write(Checkpoint checkpoint, Map<String, byte[]> parts) throws Exception {
    Checkpoint damaged =
        new Checkpoint(
            checkpoint.pipeline(),
            checkpoint.batchId(),
            checkpoint.batchTime(),
            checkpoint.firstBatchId(),
            checkpoint.run(),
            checkpoint.offsets(),
            parts,
            checkpoint.files());
    String name = "ckpt-%020d".formatted(checkpoint.batchId());
    try (OutputStream out = Files.newOutputStream(directory.resolve(name))) {
      for (byte[] piece : CheckpointFormat.encode(damaged)) {
        out.write(piece);
      }
    }
  }

  private Checkpoint run() {
    try (StreamTestDriver driver = driver()) {
      for (int batch = 0; batch < BATCHES; batch++) {
        driver.runBatch();
      }
      return driver.checkpoint().orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"held", "totals", "sums", "join"})
  void shouldStartFromStateOfAnyContentOrRefuseTo(String part) {
    Checkpoint whole = run();
    Fuzz.Target target =
        input -> {
          Map<String, byte[]> parts = new LinkedHashMap<>(whole.parts());
          parts.put(part, input);
          write(whole, parts);
          driver().close();
        };
    Fuzz.Result result =
        Fuzz.of("restore-" + part, target, List.of(whole.parts().get(part)))
            .withMemory(32 << 20, 1_024)
            .run(CORPORA);
    assertTrue(result.refused() > 0, result.toString());
  }
}
