package dev.millrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.source.QueueSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class StreamingContextTest {
  private static final StreamingConfig CONFIG =
      StreamingConfig.named("test").withThreads(2).withoutShutdownHook();

  @TempDir Path directory;

  private static List<Long> numbers(long count) {
    return LongStream.range(0, count).boxed().toList();
  }

  @Test
  void shouldProcessWhatIsAvailableNowThenEnd() throws Exception {
    MemorySink<Long> sink = new MemorySink<>();
    QueueSource<Long> source = QueueSource.create();
    source.pushAll(numbers(10));
    StreamingConfig config = CONFIG.withTrigger(Trigger.availableNow()).withMaxBatchRecords(4);
    try (StreamingContext context = StreamingContext.create(config)) {
      context.source("numbers", source).map(i -> i * 2).to("out", sink);
      context.start();
      context.awaitTermination();
    }
    assertEquals(numbers(10).stream().map(i -> i * 2).toList(), sink.records());
    assertEquals(List.of(4, 4, 2), sink.batches().values().stream().map(List::size).toList());
  }

  @Test
  void shouldGoOnUntilTheSourceIsFinished() throws Exception {
    MemorySink<Long> sink = new MemorySink<>();
    QueueSource<Long> source = QueueSource.create();
    try (StreamingContext context = StreamingContext.create(CONFIG)) {
      context.source("numbers", source).to("out", sink);
      context.start();
      source.push(1L);
      source.push(2L);
      source.finish();
      context.awaitTermination();
    }
    assertEquals(List.of(1L, 2L), sink.records());
  }

  @Test
  void shouldGoOnFromTheCheckpoint() throws Exception {
    MemorySink<Long> sink = new MemorySink<>();
    StreamingConfig config =
        CONFIG
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(3)
            .withCheckpoint(directory.resolve("ckpt"));
    for (long count : new long[] {10, 10, 20}) {
      try (StreamingContext context = StreamingContext.create(config)) {
        context
            .source("numbers", GeneratorSource.bounded(count, i -> i).withSplits(2))
            .to("out", sink);
        context.start();
        context.awaitTermination();
      }
      assertEquals(numbers(count), sink.records().stream().sorted().toList());
    }
    CheckpointStore store = CheckpointStore.open(directory.resolve("ckpt"));
    assertEquals(3, store.list().size());
    assertEquals(2, store.newest().orElseThrow().run());
  }

  @Test
  void shouldReportAFailedBatchWithItsCause() {
    StreamingConfig config = CONFIG.withTrigger(Trigger.availableNow()).withMaxBatchRecords(2);
    MemorySink<Long> sink = new MemorySink<>();
    try (StreamingContext context = StreamingContext.create(config)) {
      context
          .source("numbers", GeneratorSource.bounded(10, i -> i))
          .map(i -> 12 / (5 - i))
          .to("out", sink);
      context.start();
      MillraceException failure = assertThrows(MillraceException.class, context::awaitTermination);
      assertTrue(failure.getMessage().contains("'test'"), failure.getMessage());
      assertTrue(failure.getMessage().contains("batch 2"), failure.getMessage());
      assertTrue(failure.getMessage().contains("by zero"), failure.getMessage());
    }
    assertEquals(2, sink.batches().size());
  }

  @Test
  void shouldStopWhileWaitingForRecords() throws Exception {
    MemorySink<Long> sink = new MemorySink<>();
    StreamingConfig config = CONFIG.withTrigger(Trigger.interval(Duration.ofHours(1)));
    try (StreamingContext context = StreamingContext.create(config)) {
      context.source("numbers", QueueSource.<Long>create()).to("out", sink);
      context.start();
      context.stop();
      context.awaitTermination();
    }
    assertEquals(0, sink.batches().size());
  }

  @Test
  void shouldRefuseTwoSourcesOfOneName() {
    try (StreamingContext context = StreamingContext.create(CONFIG)) {
      context.source("in", QueueSource.create());
      assertThrows(ConfigurationException.class, () -> context.source("in", QueueSource.create()));
    }
  }

  @Test
  void shouldRefuseAPipelineWithoutSink() {
    try (StreamingContext context = StreamingContext.create(CONFIG)) {
      context.source("in", QueueSource.create());
      assertThrows(ConfigurationException.class, context::start);
    }
  }
}
