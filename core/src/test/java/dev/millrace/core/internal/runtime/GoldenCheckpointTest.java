package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.KeyValue;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.checkpoint.CheckpointContent;
import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.checkpoint.Migration;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateSpec;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.window.BatchWindow;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checkpoints that earlier versions wrote are kept and go on as if nothing had happened. To write
 * one of the present format: {@code -Dgolden=DIRECTORY}.
 */
class GoldenCheckpointTest {
  private static final int RECORDS = 600;

  /** So that a batch in a window goes to a file of its own. */
  private static final int LARGE = 110;

  /** The state that format 2 keeps in files; format 1 had no such operator in its pipeline. */
  private static final String IN_FILES = "large";

  private static final int BEFORE = 6;
  private static final int AFTER = 5;

  private final Map<String, MemorySink<KeyValue<Long, Long>>> sinks = new TreeMap<>();

  @TempDir Path directory;

  /** Every kind of operator that keeps state of its own. */
  private void describe(StreamingContext context) {
    var numbers = context.source("numbers", GeneratorSource.unbounded(i -> i * 7_919 % 1_009));
    numbers
        .map(i -> " ".repeat(LARGE) + i)
        .window(BatchWindow.batches(2, 1), StateCodecs.string())
        .named(IN_FILES)
        .map(text -> new KeyValue<>(Long.valueOf(text.trim()), 1L))
        .to(IN_FILES, sink(IN_FILES));
    var pairs = numbers.keyBy(i -> i % 1_501);
    pairs
        .mapWithState(
            StateSpec.<Long, Long, Long, KeyValue<Long, Long>>of(
                    StateCodecs.int64(),
                    StateCodecs.int64(),
                    (key, value, total, out) -> {
                      long sum = total.get().orElse(0L) + value.orElse(0L);
                      if (!total.isTimingOut()) {
                        total.update(sum);
                      }
                      out.emit(new KeyValue<>(key, total.isTimingOut() ? -sum : sum));
                    })
                .withTimeout(Duration.ofSeconds(2)))
        .named("totals")
        .to("totals", sink("totals"));
    pairs
        .<Long>updateStateByKey(
            StateCodecs.int64(),
            StateCodecs.int64(),
            (values, count) ->
                Optional.of(count.orElse(0L) + values.size()).filter(n -> n % 9 != 8))
        .named("counts")
        .toPairs()
        .to("counts", sink("counts"));
    pairs
        .reduceByKeyAndWindow(
            BatchWindow.batches(4, 2), StateCodecs.int64(), StateCodecs.int64(), Long::max)
        .named("largest")
        .toPairs()
        .to("largest", sink("largest"));
    pairs
        .reduceByKeyAndWindow(
            BatchWindow.batches(3, 1),
            StateCodecs.int64(),
            StateCodecs.int64(),
            Long::sum,
            (total, leaves) -> total - leaves)
        .named("running")
        .toPairs()
        .to("running", sink("running"));
  }

  private MemorySink<KeyValue<Long, Long>> sink(String name) {
    return sinks.computeIfAbsent(name, n -> new MemorySink<>());
  }

  private StreamTestDriver run(Path checkpoint, int first, int count) {
    StreamingConfig config =
        StreamingConfig.named("golden").withMaxBatchRecords(RECORDS).withCheckpoint(checkpoint);
    return GoldenRuns.run(config, this::describe, first, count);
  }

  private Path copyOfGolden(int version) throws IOException, URISyntaxException {
    return GoldenRuns.copy(String.valueOf(version), directory.resolve("golden"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldGoOnFromACheckpointOfAnyFormat(int version) throws Exception {
    assertGoesOn(copyOfGolden(version), version);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldGoOnFromOneThatWasMigratedInPlace(int version) throws Exception {
    Path place = copyOfGolden(version);
    CheckpointStore store = CheckpointStore.open(place);
    CheckpointContent content = store.content(BEFORE - 1);
    Path kept = directory.resolve("kept");
    List<Long> ids = List.of(BEFORE - 1L);
    Migration expected =
        version == 1
            ? new Migration(ids, List.of(), List.of())
            : new Migration(List.of(), ids, List.of());
    assertEquals(expected, store.migrate(Storage.local(kept)));
    assertEquals(
        new Migration(List.of(), ids, List.of()), store.migrate(Storage.local(kept)), "again");
    assertEquals(2, store.list().get(0).format());
    assertEquals(content, store.content(BEFORE - 1));
    assertTrue(store.verify().isWhole());
    if (version == 1) {
      String name = "ckpt-00000000000000000005";
      assertArrayEquals(
          Files.readAllBytes(GoldenRuns.kept("1").resolve(name)),
          Files.readAllBytes(kept.resolve(name)));
    }
    assertGoesOn(place, version);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldGoOnFromOneThatWasMigratedToAnotherPlace(int version) throws Exception {
    CheckpointStore store = CheckpointStore.open(copyOfGolden(version));
    Path target = directory.resolve("target");
    Migration done = store.migrateTo(Storage.local(target));
    assertEquals(done, store.migrateTo(Storage.local(target)), "again");
    assertEquals(store.content(BEFORE - 1), CheckpointStore.open(target).content(BEFORE - 1));
    assertTrue(CheckpointStore.open(target).verify().isWhole());
    assertGoesOn(target, version);
    CheckpointException later =
        assertThrows(CheckpointException.class, () -> store.migrateTo(Storage.local(target)));
    assertTrue(later.getMessage().contains("does not have"), later.getMessage());
  }

  private void assertGoesOn(Path golden, int version) {
    run(directory.resolve("undisturbed"), 0, BEFORE + AFTER);
    var expected = GoldenRuns.output(sinks, BEFORE);
    expected.forEach((name, batches) -> assertFalse(batches.isEmpty(), name));
    sinks.clear();
    run(golden, BEFORE, AFTER);
    var actual = GoldenRuns.output(sinks, BEFORE);
    if (version == 1) {
      expected.remove(IN_FILES);
      actual.remove(IN_FILES);
    }
    assertEquals(expected, actual);
  }

  @Test
  void shouldWriteAGoldenCheckpointWhenAsked() {
    Path target = Path.of(System.getProperty("golden", directory.resolve("new").toString()));
    StreamTestDriver driver = run(target, 0, BEFORE);
    assertEquals(BEFORE - 1, driver.checkpoint().orElseThrow().batchId());
  }
}
