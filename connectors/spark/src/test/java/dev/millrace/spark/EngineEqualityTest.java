package dev.millrace.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.time.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** One pipeline per operator on both engines, and moved from one to the other. */
class EngineEqualityTest {
  private static final EngineProvider LOCAL = () -> LocalEngine.withThreads(2);
  private static final EngineProvider SPARK = EngineProvider.shipping(LocalSpark::engine);
  private static final int BATCHES = 6;

  @TempDir static Path directory;
  private static int runs;

  /** What a pipeline shows of itself. */
  private record Shown(
      Map<Long, List<Object>> output,
      List<DeadLetter> deadLetters,
      List<Map<String, Long>> rows,
      Map<String, byte[]> state) {}

  /** A pipeline that is run for a while, on one engine after the other. */
  private static final class Run {
    private final StreamingConfig config;
    private final Function<DStream<Sale>, DStream<?>> pipeline;
    private final Till till = Till.random(42, 40, 25, 0, 55);
    private final MemorySink<Object> output = new MemorySink<>();
    private final MemorySink<DeadLetter> deadLetters = new MemorySink<>();
    private final List<Map<String, Long>> rows = new ArrayList<>();
    private Map<String, byte[]> state = Map.of();

    Run(Function<DStream<Sale>, DStream<?>> pipeline) {
      this.pipeline = pipeline;
      this.config =
          StreamingConfig.named("p")
              .withPartitions(3)
              .withMaxBatchRecords(21)
              .withClock(new ManualClock())
              .withCheckpoint(directory.resolve("run-" + ++runs));
    }

    Run on(EngineProvider engine, int batches, boolean crashes) {
      try (StreamTestDriver driver =
          StreamTestDriver.of(
              config.withEngine(engine),
              context -> {
                context.deadLetters(deadLetters);
                pipeline.apply(context.source("till", till)).to("out", output);
              })) {
        for (int batch = 0; batch < batches; batch++) {
          driver.advance(Duration.ofSeconds(1));
          if (crashes) {
            driver.crashAt(batch % 2 == 0 ? BatchStep.COMMIT : BatchStep.ACKNOWLEDGE);
            driver.recover();
          }
          if (!crashes || batch % 2 == 0) {
            driver.runBatch();
          }
          rows.add(driver.stateRows());
        }
        driver.stop();
        state = driver.checkpoint().orElseThrow().parts();
      }
      return this;
    }

    Shown shown() {
      return new Shown(output.batches(), deadLetters.records(), rows, state);
    }
  }

  private Stream<DynamicTest> tests(
      Map<String, Function<DStream<Sale>, DStream<?>>> pipelines,
      Consumer<Function<DStream<Sale>, DStream<?>>> test) {
    return pipelines.entrySet().stream()
        .map(one -> dynamicTest(one.getKey(), () -> test.accept(one.getValue())));
  }

  private static Shown local(Function<DStream<Sale>, DStream<?>> pipeline, int batches) {
    Shown shown = new Run(pipeline).on(LOCAL, batches, false).shown();
    assertEquals(batches, shown.output().size());
    assertTrue(shown.output().values().stream().anyMatch(values -> !values.isEmpty()));
    assertFalse(shown.deadLetters().isEmpty());
    return shown;
  }

  private static void assertSame(Shown expected, Shown got) {
    assertEquals(expected.output(), got.output());
    assertEquals(expected.deadLetters(), got.deadLetters());
    assertEquals(expected.rows(), got.rows());
  }

  @TestFactory
  Stream<DynamicTest> shouldGiveTheSameWithoutState() {
    return tests(
        Pipelines.stateless(),
        pipeline -> assertSame(local(pipeline, 2), new Run(pipeline).on(SPARK, 2, false).shown()));
  }

  @TestFactory
  Stream<DynamicTest> shouldGiveTheSameWithWindowsToTheByte() {
    return tests(
        Pipelines.windowed(),
        pipeline -> {
          Shown local = local(pipeline, BATCHES);
          Shown spark = new Run(pipeline).on(SPARK, BATCHES, false).shown();
          assertSame(local, spark);
          assertArrayEquals(local.state().get("s"), spark.state().get("s"));
        });
  }

  @TestFactory
  Stream<DynamicTest> shouldGiveTheSameWithKeyedState() {
    EngineProvider withFiles = EngineProvider.shipping(() -> LocalSpark.engine(directory));
    return tests(
        Pipelines.keyed(),
        pipeline ->
            assertSame(
                local(pipeline, BATCHES), new Run(pipeline).on(withFiles, BATCHES, false).shown()));
  }

  @TestFactory
  Stream<DynamicTest> shouldGoOnUnderTheOtherEngine() {
    Map<String, Function<DStream<Sale>, DStream<?>>> all = Pipelines.keyed();
    all.put("window", Pipelines.windowed().get("window"));
    return tests(
        all,
        pipeline ->
            assertSame(
                local(pipeline, BATCHES),
                new Run(pipeline)
                    .on(LOCAL, 2, false)
                    .on(SPARK, 2, false)
                    .on(LOCAL, 2, false)
                    .shown()));
  }

  @TestFactory
  Stream<DynamicTest> shouldEndInTheSameBytesAfterCrashes() {
    Map<String, Function<DStream<Sale>, DStream<?>>> some = Pipelines.keyed();
    some.keySet().retainAll(List.of("mapWithState that times out", "inverse reduceByKeyAndWindow"));
    return tests(
        some,
        pipeline -> {
          Shown calm = new Run(pipeline).on(SPARK, 4, false).shown();
          Shown crashed = new Run(pipeline).on(SPARK, 4, true).shown();
          assertSame(calm, crashed);
          calm.state()
              .forEach((part, bytes) -> assertArrayEquals(bytes, crashed.state().get(part)));
        });
  }
}
