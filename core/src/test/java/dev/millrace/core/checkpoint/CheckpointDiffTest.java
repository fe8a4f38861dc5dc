package dev.millrace.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.StreamTestDriver;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointDiffTest {
  record Total(long sum) {}

  @TempDir Path directory;

  private void run(Path place, List<List<String>> batches) {
    QueueSource<String> words = QueueSource.create();
    StreamingConfig config = StreamingConfig.named("diff").withCheckpoint(place);
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            config,
            context ->
                context
                    .source("words", words)
                    .keyBy(word -> word.replace("-", ""))
                    .<Total>updateStateByKey(
                        StateCodecs.string(),
                        StateCodecs.record(Total.class),
                        (values, total) ->
                            values.stream().anyMatch(word -> word.endsWith("-"))
                                ? Optional.empty()
                                : Optional.of(
                                    new Total(total.map(Total::sum).orElse(0L) + values.size())))
                    .named("totals")
                    .toPairs()
                    .to("out", new MemorySink<>()))) {
      for (List<String> batch : batches) {
        words.pushAll(batch);
        driver.runBatch();
      }
    }
  }

  @Test
  void shouldCountKeysAndShowTheFirstFew() {
    run(directory, List.of(List.of("a", "b", "c"), List.of("a-", "b", "d")));
    CheckpointStore store = CheckpointStore.open(directory);
    CheckpointDiff diff = store.diff(0, store, 1);
    assertFalse(diff.isSame());
    assertEquals(
        List.of(
            new CheckpointDiff.OffsetChange(
                "words", "0-of-1", Optional.of(Offset.of(3)), Optional.of(Offset.of(6)))),
        diff.offsets());
    assertEquals(
        List.of(
            new CheckpointDiff.TableChange(
                "totals",
                3,
                3,
                1,
                1,
                1,
                List.of(
                    new CheckpointDiff.KeyChange("a", Optional.of("{sum=1}"), Optional.empty()),
                    new CheckpointDiff.KeyChange(
                        "b", Optional.of("{sum=1}"), Optional.of("{sum=2}")),
                    new CheckpointDiff.KeyChange("d", Optional.empty(), Optional.of("{sum=1}"))))),
        diff.tables());
    assertTrue(store.diff(1, store, 1).isSame());
  }

  @Test
  void shouldCompareAcrossDirectories() {
    Path one = directory.resolve("one");
    Path two = directory.resolve("two");
    run(one, List.of(List.of("a"), List.of("b")));
    run(two, List.of(List.of("a"), List.of("b")));
    CheckpointStore store = CheckpointStore.open(one);
    assertTrue(store.diff(1, CheckpointStore.open(two), 1).isSame());
    CheckpointDiff.PartChange part = store.diff(0, CheckpointStore.open(two), 1).parts().get(0);
    assertEquals("totals", part.name());
    assertFalse(part.isSame());
  }
}
