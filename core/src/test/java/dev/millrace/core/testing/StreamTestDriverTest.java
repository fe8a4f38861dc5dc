package dev.millrace.core.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.KeyValue;
import dev.millrace.core.MillraceException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.checkpoint.CheckpointPolicy;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import dev.millrace.core.state.StateCodecs;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamTestDriverTest {
  private final QueueSource<String> words = QueueSource.create(3);
  private final MemorySink<KeyValue<String, Long>> counts = new MemorySink<>();

  private void wordCount(StreamingContext context) {
    context
        .source("words", words)
        .keyBy(word -> word)
        .<Long>updateStateByKey(
            StateCodecs.string(),
            StateCodecs.int64(),
            (seen, count) -> Optional.of(count.orElse(0L) + seen.size()))
        .named("counts")
        .toPairs()
        .to("out", counts);
  }

  private Map<String, Long> shown(long batchId) {
    Map<String, Long> shown = new TreeMap<>();
    counts.batches().get(batchId).forEach(pair -> shown.put(pair.key(), pair.value()));
    return shown;
  }

  @Test
  void shouldRunOneBatchAtATime() {
    try (StreamTestDriver driver = StreamTestDriver.of(this::wordCount)) {
      words.pushAll(List.of("to", "be", "or", "not", "to", "be"));
      BatchReport first = driver.runBatch();
      assertEquals(6, first.records());
      assertEquals(Map.of("be", 2L, "not", 1L, "or", 1L, "to", 2L), shown(0));
      assertEquals(Map.of("counts", 4L), driver.stateRows());
      driver.advance(Duration.ofSeconds(5));
      words.push("to");
      BatchReport second = driver.runBatch();
      assertEquals(Instant.ofEpochSecond(5), second.batchTime());
      assertEquals(3L, shown(1).get("to"));
      assertEquals(0, driver.runBatch().records());
      assertEquals(0, driver.runAll());
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldCountOnceWhereverItCrashes(BatchStep step) {
    try (StreamTestDriver driver = StreamTestDriver.of(this::wordCount)) {
      words.pushAll(List.of("a", "b", "a"));
      driver.runBatch();
      words.pushAll(List.of("a", "c"));
      driver.crashAt(step);
      driver.recover();
      words.push("c");
      driver.runAll();
      Map<String, Long> last = shown(counts.batches().lastKey());
      assertEquals(Map.of("a", 3L, "b", 1L, "c", 2L), last);
      boolean isDone = step.compareTo(BatchStep.COMMIT) > 0;
      boolean isPlanned = step != BatchStep.PLAN;
      assertEquals(isDone || isPlanned ? 3 : 2, counts.batches().size());
      assertEquals(Map.of("a", 2L, "b", 1L), shown(0));
    }
  }

  @Test
  void shouldKeepOutputBackUntilTheCheckpointThatCoversIt() {
    StreamingConfig config =
        StreamingConfig.named("test").withCheckpointPolicy(CheckpointPolicy.everyBatches(3));
    try (StreamTestDriver driver = StreamTestDriver.of(config, this::wordCount)) {
      words.push("a");
      assertEquals(false, driver.runBatch().committed());
      words.push("b");
      driver.runBatch();
      assertTrue(counts.batches().isEmpty());
      driver.crash();
      driver.recover();
      words.push("c");
      assertEquals(1, driver.runBatch().records());
      driver.runBatch();
      assertTrue(driver.runBatch().committed());
      assertEquals(Map.of("a", 1L), shown(0));
      assertEquals(Map.of("a", 1L, "b", 1L, "c", 1L), shown(2));
      words.push("d");
      driver.runBatch();
      driver.stop();
      assertEquals(4, counts.batches().size());
    }
  }

  /** Has its planner closed as a source's threads are ended: by the end of the process. */
  private record Received(QueueSource<String> source, AtomicInteger open)
      implements Source<String> {
    @Override
    public SplitPlanner planner(SourceContext context) throws Exception {
      SplitPlanner planner = source.planner(context);
      open.incrementAndGet();
      return new SplitPlanner() {
        @Override
        public List<OffsetRange> plan(Map<String, Offset> committed, PlanLimits limits)
            throws Exception {
          return planner.plan(committed, limits);
        }

        @Override
        public boolean exhausted() {
          return planner.exhausted();
        }

        @Override
        public void close() throws IOException {
          open.decrementAndGet();
          planner.close();
        }
      };
    }

    @Override
    public SplitReader<String> reader(OffsetRange range) throws Exception {
      return source.reader(range);
    }
  }

  @Test
  void shouldLeaveNoSourceOpenBehindACrash() {
    AtomicInteger open = new AtomicInteger();
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            context ->
                context.source("words", new Received(words, open)).to("out", new MemorySink<>()))) {
      words.push("a");
      driver.crashAt(BatchStep.COMMIT);
      assertEquals(0, open.get());
      driver.recover();
      assertEquals(1, open.get());
    }
  }

  @Test
  void shouldStartAgainAfterAFailedBatch() {
    boolean[] broken = {true};
    MemorySink<String> out = new MemorySink<>();
    Consumer<StreamingContext> pipeline =
        context ->
            context
                .source("words", words)
                .transform(
                    (batch, scope) -> {
                      if (broken[0]) {
                        throw new IllegalStateException("out of order");
                      }
                      return batch;
                    })
                .to("out", out);
    try (StreamTestDriver driver = StreamTestDriver.of(pipeline)) {
      words.push("a");
      MillraceException failure = assertThrows(MillraceException.class, driver::runBatch);
      assertTrue(failure.getMessage().contains("batch 0 failed"), failure.getMessage());
      assertTrue(failure.getMessage().contains("out of order"), failure.getMessage());
      broken[0] = false;
      words.push("b");
      driver.recover();
      driver.runBatch();
      assertEquals(List.of("a"), out.records());
    }
  }
}
