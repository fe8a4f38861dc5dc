package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.DStream;
import dev.millrace.core.KeyValue;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.source.Source;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.window.BatchWindow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint meets code that has changed: the table "Upgrading a pipeline" of the README. */
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

  @Test
  void shouldTakeARenamedOperatorForOneThatIsGoneAndANewOne() {
    runFirst();
    Consumer<DStream<String>> renamed =
        input -> {
          count(input, "left", StateCodecs.int64(), 1L);
          count(input, "wrong", StateCodecs.int64(), 1L);
        };
    ConfigurationException failure =
        assertThrows(ConfigurationException.class, () -> start(renamed));
    assertTrue(failure.getMessage().contains("'right'"), failure.getMessage());
    assertTrue(failure.getMessage().contains("give the operator its name back"));
    try (StreamTestDriver driver = start(renamed, "right")) {
      assertEquals(Map.of("left", 3L, "wrong", 0L), driver.stateRows());
    }
  }

  record Count(long rows) {}

  record CountAndWord(long rows, String word) {}

  @Test
  void shouldNotReadARecordThatWasChanged() {
    Consumer<DStream<String>> first =
        input -> count(input, "left", StateCodecs.record(Count.class), new Count(1));
    try (StreamTestDriver driver = start(first)) {
      words.push("a");
      driver.runBatch();
    }
    CheckpointException failure =
        assertThrows(
            CheckpointException.class,
            () ->
                start(
                    input ->
                        count(
                            input,
                            "left",
                            StateCodecs.record(CountAndWord.class),
                            new CountAndWord(1, ""))));
    assertTrue(failure.getMessage().contains("'left'"), failure.getMessage());
    assertTrue(failure.getMessage().contains("record(rows:i64,word:utf8)"), failure.getMessage());
  }

  @Test
  void shouldReadJsonThatGotAPropertyWithADefault() {
    try (StreamTestDriver driver =
        start(input -> count(input, "left", StateCodecs.json(Count.class), new Count(7)))) {
      words.push("a");
      driver.runBatch();
    }
    try (StreamTestDriver driver =
        start(
            input ->
                count(
                    input,
                    "left",
                    StateCodecs.json(CountAndWord.class),
                    new CountAndWord(1, "")))) {
      sink.clear();
      driver.runBatch();
      assertEquals(List.of(new KeyValue<>("a", new CountAndWord(7, null))), sink.records());
    }
  }

  @Test
  void shouldSendKeysToOtherPartitions() {
    runFirst();
    for (int partitions : new int[] {1, 9}) {
      StreamingConfig config =
          StreamingConfig.named("upgrade").withCheckpoint(directory).withPartitions(partitions);
      try (StreamTestDriver driver =
          StreamTestDriver.of(
              config,
              context -> {
                DStream<String> input = context.source("words", words);
                count(input, "left", StateCodecs.int64(), 1L);
                count(input, "right", StateCodecs.int64(), 1L);
              })) {
        sink.clear();
        driver.runBatch();
        assertEquals(Map.of("left", 3L, "right", 3L), driver.stateRows());
        assertEquals(3, sink.records().size(), "of the sink that came last");
      }
    }
  }

  @Test
  void shouldGoOnWithAnotherLengthOfAWindow() {
    for (int length : new int[] {3, 2, 4}) {
      try (StreamTestDriver driver =
          start(
              input ->
                  input
                      .window(BatchWindow.batches(length, 1), StateCodecs.string())
                      .named("window")
                      .to("out", sink))) {
        sink.clear();
        words.push("w" + length);
        driver.runBatch();
        // What had left the shorter window does not come back.
        List<Object> expected =
            switch (length) {
              case 3 -> List.of("w3");
              case 2 -> List.of("w3", "w2");
              default -> List.of("w3", "w2", "w4");
            };
        assertEquals(expected, sink.records());
      }
    }
  }

  @Test
  void shouldReadANewSourceFromItsBeginning() {
    runFirst();
    sink.clear();
    StreamingConfig config = StreamingConfig.named("upgrade").withCheckpoint(directory);
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            config,
            context -> {
              DStream<String> input = context.source("words", words);
              count(input, "left", StateCodecs.int64(), 1L);
              count(input, "right", StateCodecs.int64(), 1L);
              context.source("numbers", GeneratorSource.bounded(2, i -> i)).to("numbers", sink);
            })) {
      driver.runBatch();
      assertTrue(sink.records().containsAll(List.of(0L, 1L)), sink.records().toString());
      assertEquals(2, driver.checkpoint().orElseThrow().offsets().size());
    }
  }

  @Test
  void shouldRefuseAFormatThatIsNewerAndLeaveItAlone() throws IOException {
    runFirst();
    Path file = directory.resolve("ckpt-00000000000000000000");
    byte[] newer = Files.readAllBytes(file);
    ByteBuffer bytes = ByteBuffer.wrap(newer).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 9);
    CRC32C crc = new CRC32C();
    crc.update(newer, 0, newer.length - 4);
    bytes.putInt(newer.length - 4, (int) crc.getValue());
    Files.write(file, newer);
    CheckpointException failure =
        assertThrows(
            CheckpointException.class,
            () -> start(input -> count(input, "left", StateCodecs.int64(), 1L), "right"));
    assertTrue(failure.getMessage().contains("format 9"), failure.getMessage());
    assertTrue(failure.getMessage().contains("use the version that wrote it"));
    CheckpointStore store = CheckpointStore.open(directory);
    assertFalse(store.verify().isWhole());
    Storage kept = Storage.local(directory.resolve("kept"));
    assertThrows(CheckpointException.class, () -> store.migrate(kept));
    assertArrayEquals(newer, Files.readAllBytes(file));
  }
}
