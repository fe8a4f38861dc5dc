package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.source.Source;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.StreamTestDriver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint meets code that has changed. */
class UpgradeTest {
  @TempDir Path directory;

  private final QueueSource<String> words = QueueSource.create();
  private final MemorySink<Object> sink = new MemorySink<>();

  private StreamTestDriver start(Consumer<DStream<String>> pipeline, String... fresh) {
    StreamingConfig config =
        StreamingConfig.named("upgrade").withCheckpoint(directory).withFresh(fresh);
    return StreamTestDriver.of(
        config, (StreamingContext context) -> pipeline.accept(context.source("words", words)));
  }

  private <S> void count(DStream<String> input, String name, StateCodec<S> codec, S one) {
    input
        .keyBy(word -> word)
        .<S>updateStateByKey(
            StateCodecs.string(), codec, (values, state) -> Optional.of(state.orElse(one)))
        .named(name)
        .toPairs()
        .to("out-" + name, sink);
  }

  private void runFirst() {
    try (StreamTestDriver driver =
        start(
            input -> {
              count(input, "left", StateCodecs.int64(), 1L);
              count(input, "right", StateCodecs.int64(), 1L);
            })) {
      words.pushAll(List.of("a", "b", "c"));
      driver.runBatch();
    }
  }

  @Test
  void shouldFindStateByNameWhateverElseChanged() {
    runFirst();
    try (StreamTestDriver driver =
        start(
            input -> {
              count(input.filter(word -> !word.isEmpty()), "right", StateCodecs.int64(), 1L);
              count(input, "third", StateCodecs.int64(), 1L);
              count(input, "left", StateCodecs.int64(), 1L);
            })) {
      assertEquals(Map.of("left", 3L, "right", 3L, "third", 0L), driver.stateRows());
    }
  }

  @Test
  void shouldNameTheOperatorThatIsGoneAndTheWayOut() {
    runFirst();
    Consumer<DStream<String>> without = input -> count(input, "left", StateCodecs.int64(), 1L);
    ConfigurationException failure =
        assertThrows(ConfigurationException.class, () -> start(without));
    assertTrue(failure.getMessage().contains("'right'"), failure.getMessage());
    assertTrue(failure.getMessage().contains("withFresh(\"right\")"), failure.getMessage());
    try (StreamTestDriver driver = start(without, "right")) {
      assertEquals(Map.of("left", 3L), driver.stateRows());
      driver.runBatch();
      assertEquals(List.of("left"), List.copyOf(driver.checkpoint().orElseThrow().names()));
    }
  }

  @Test
  void shouldNameTheOperatorWhoseStateDoesNotFit() {
    runFirst();
    Consumer<DStream<String>> changed =
        input -> {
          count(input, "left", StateCodecs.string(), "one");
          count(input, "right", StateCodecs.int64(), 1L);
        };
    CheckpointException failure = assertThrows(CheckpointException.class, () -> start(changed));
    assertTrue(failure.getMessage().contains("'left'"), failure.getMessage());
    assertTrue(failure.getMessage().contains("withFresh(\"left\")"), failure.getMessage());
    try (StreamTestDriver driver = start(changed, "left")) {
      assertEquals(Map.of("left", 0L, "right", 3L), driver.stateRows());
    }
  }

  @Test
  void shouldReadAFreshSourceFromItsBeginningThoughABatchOfItWasPlanned() {
    Source<Long> numbers = GeneratorSource.bounded(6, i -> i);
    StreamingConfig config =
        StreamingConfig.named("upgrade").withCheckpoint(directory).withMaxBatchRecords(2);
    Consumer<StreamingContext> pipeline =
        context -> context.source("numbers", numbers).to("out", sink);
    try (StreamTestDriver driver = StreamTestDriver.of(config, pipeline)) {
      driver.runBatch();
      driver.crashAt(BatchStep.COMPUTE);
    }
    try (StreamTestDriver driver = StreamTestDriver.of(config.withFresh("numbers"), pipeline)) {
      driver.runAll();
    }
    assertEquals(List.of(0L, 1L, 0L, 1L, 2L, 3L, 4L, 5L), sink.records());
  }

  @Test
  void shouldNameTheSourceThatIsGone() {
    runFirst();
    StreamingConfig config = StreamingConfig.named("upgrade").withCheckpoint(directory);
    Consumer<StreamingContext> renamed =
        context -> {
          DStream<String> input = context.source("letters", words);
          count(input, "left", StateCodecs.int64(), 1L);
          count(input, "right", StateCodecs.int64(), 1L);
        };
    ConfigurationException failure =
        assertThrows(ConfigurationException.class, () -> StreamTestDriver.of(config, renamed));
    assertTrue(failure.getMessage().contains("source 'words'"), failure.getMessage());
    try (StreamTestDriver driver = StreamTestDriver.of(config.withFresh("words"), renamed)) {
      assertEquals(Map.of("left", 3L, "right", 3L), driver.stateRows());
    }
  }
}
