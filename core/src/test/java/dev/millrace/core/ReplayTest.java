package dev.millrace.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.checkpoint.CheckpointPolicy;
import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.window.BatchWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  private static final int BATCHES = 8;

  @TempDir Path directory;

  private final QueueSource<Long> numbers = QueueSource.create(2);
  private final MemorySink<KeyValue<Long, Long>> sums = new MemorySink<>();
  private final List<Object> effects = new ArrayList<>();
  private long factor = 1;

  private StreamingConfig config() {
    return StreamingConfig.named("replayed")
        .withCheckpoint(directory.resolve("state"))
        .withRetainCheckpoints(6);
  }

  private void describe(StreamingContext context) {
    long scale = factor;
    var stream = context.source("numbers", numbers);
    stream
        .keyBy(i -> i % 7)
        .<Long>updateStateByKey(
            StateCodecs.int64(),
            StateCodecs.int64(),
            (values, sum) ->
                Optional.of(
                    sum.orElse(0L) + scale * values.stream().mapToLong(Long::longValue).sum()))
        .named("sums")
        .toPairs()
        .to("sums", sums);
    stream
        .window(BatchWindow.batches(3, 1), StateCodecs.int64())
        .named("window")
        .foreachBatch((batch, info) -> effects.add(batch.count()));
    context.listen(
        new StreamingListener() {
          @Override
          public void onBatch(BatchReport report) {
            effects.add(report.batchId());
          }
        });
  }

  @BeforeEach
  void runThePipeline() {
    StreamTestDriver driver = StreamTestDriver.of(config(), this::describe);
    try (driver) {
      for (int batch = 0; batch < BATCHES; batch++) {
        // Batches are cut where records happened to be there.
        numbers.pushAll(LongStream.range(0, 5 + 3L * batch).boxed().toList());
        driver.advance(Duration.ofSeconds(1 + batch));
        driver.runBatch();
      }
    }
    effects.clear();
  }

  private Replay replay(long from) {
    return Replay.of(Storage.local(directory.resolve("state")), from);
  }

  private Path scratch() {
    return directory.resolve("scratch");
  }

  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (Stream<Path> paths = Files.walk(directory.resolve("state"))) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(path.toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }

  @Test
  void shouldGiveTheStoredContentAndTouchNothing() throws IOException {
    Map<String, byte[]> before = files();
    Map<Long, List<KeyValue<Long, Long>>> published = sums.batches();
    Replay.Result result = replay(2).run(config(), this::describe, scratch());
    assertTrue(result.diff().isSame(), result.diff().toString());
    assertEquals(2, result.from());
    assertEquals(BATCHES - 1, result.until());
    CheckpointStore stored = CheckpointStore.open(directory.resolve("state"));
    assertEquals(stored.content(BATCHES - 1), result.replayed().content(BATCHES - 1));
    assertEquals(published, sums.batches());
    assertEquals(List.of(), effects);
    Map<String, byte[]> after = files();
    assertEquals(before.keySet(), after.keySet());
    before.forEach((name, bytes) -> assertArrayEquals(bytes, after.get(name)));
  }

  /** As the README shows. */
  private Replay.Result show(Path checkpoint, long from, StreamingConfig config, Path scratch) {
    Replay.Result result =
        Replay.of(Storage.local(checkpoint), from) // the batch of the checkpoint to begin with
            .run(config, this::describe, scratch);
    System.out.println(result.diff()); // from the newest that is stored
    return result;
  }

  @Test
  void shouldDoWhatTheReadmeShows() {
    Replay.Result result = show(directory.resolve("state"), 2, config(), scratch());
    assertTrue(result.diff().isSame(), result.diff().toString());
  }

  @Test
  void shouldRebuildAVersionInBetween() {
    Replay.Result result = replay(3).until(5).run(config(), this::describe, scratch());
    assertTrue(result.diff().isSame(), result.diff().toString());
    assertEquals(5, result.replayed().newest().orElseThrow().batchId());
  }

  @Test
  void shouldShowWhatOtherCodeWouldHaveDone() {
    factor = 2;
    Replay.Result result = replay(2).run(config(), this::describe, scratch());
    assertFalse(result.diff().isSame());
    assertEquals(List.of(), result.diff().offsets());
    assertEquals(7, result.diff().tables().get(0).changed());
    assertTrue(result.diff().parts().get(1).isSame(), "window");
  }

  @Test
  void shouldLetNamedSinksWrite() {
    Map<Long, List<KeyValue<Long, Long>>> expected =
        new HashMap<>(sums.batches().tailMap((long) BATCHES - 1));
    sums.clear();
    replay(BATCHES - 2L).withSinks("sums").run(config(), this::describe, scratch());
    assertEquals(expected, sums.batches());
    ConfigurationException unknown =
        assertThrows(
            ConfigurationException.class,
            () ->
                replay(2)
                    .withSinks("summs")
                    .run(config(), this::describe, directory.resolve("other")));
    assertTrue(unknown.getMessage().contains("[summs]"), unknown.getMessage());
  }

  @Test
  void shouldNotDependOnTheCadence() {
    Replay.Result result =
        replay(2)
            .run(
                config().withCheckpointPolicy(CheckpointPolicy.everyBatches(2)).withThreads(1),
                this::describe,
                scratch());
    assertTrue(result.diff().isSame(), result.diff().toString());
  }

  @Test
  void shouldSayWhatIsMissing() throws IOException {
    StreamingConfig config = config();
    assertThrows(CheckpointException.class, () -> replay(0).run(config, this::describe, scratch()));
    assertThrows(
        ConfigurationException.class,
        () -> replay(4).until(4).run(config, this::describe, scratch()));
    Files.delete(directory.resolve("state/plan-00000000000000000005"));
    CheckpointException gone =
        assertThrows(
            CheckpointException.class, () -> replay(3).run(config, this::describe, scratch()));
    assertTrue(gone.getMessage().contains("plan of batch 5"), gone.getMessage());
    CheckpointException used =
        assertThrows(
            CheckpointException.class, () -> replay(6).run(config, this::describe, scratch()));
    assertTrue(used.getMessage().contains("is not empty"), used.getMessage());
    assertThrows(
        CheckpointException.class,
        () ->
            replay(6)
                .run(StreamingConfig.named("other"), this::describe, directory.resolve("other")));
  }
}
