package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.DegradePolicy;
import dev.millrace.core.SourceException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Planning beside computing, on a thread of its own. */
class PlanAheadTest {
  private static final int PATIENCE_SECONDS = 60;

  @TempDir Path directory;

  private final MemorySink<Long> sink = new MemorySink<>();
  private Optional<Duration> deadline = Optional.empty();

  private StreamingContext pipeline(Source<Long> source, int batchRecords) {
    StreamingConfig config =
        StreamingConfig.named("ahead")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(batchRecords)
            .withCheckpoint(directory);
    config = deadline.map(config::withBatchDeadline).orElse(config);
    StreamingContext context = StreamingContext.create(config);
    context.source("numbers", source).to("out", sink);
    return context;
  }

  private List<String> plans() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("plan-"))
          .sorted()
          .toList();
    }
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertTrue(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "the other thread did not come");
  }

  /**
   * Each waits for the other, so neither gets anywhere unless both are under way at once: where a
   * batch takes as many records as it may, and where the source leaves some for other reasons.
   */
  @ParameterizedTest
  @ValueSource(ints = {10, 100})
  void shouldPlanWhileTheBatchBeforeIsRead(int batchRecords) throws Exception {
    CountDownLatch planning = new CountDownLatch(1);
    CountDownLatch reading = new CountDownLatch(1);
    Source<Long> source =
        new Observed(
            number -> {
              if (number == 1) {
                planning.countDown();
                await(reading);
              }
            },
            () -> {
              reading.countDown();
              await(planning);
            });
    try (StreamingContext context = pipeline(source, batchRecords)) {
      context.start();
      context.awaitTermination();
    }
    assertEquals(LongStream.range(0, 30).boxed().toList(), sink.records());
    assertEquals(List.of(), plans().stream().filter(name -> name.endsWith("3")).toList());
  }

  /** What a source leaves for other reasons is no reason to learn less. */
  @ParameterizedTest
  @CsvSource({"10, true", "100, false"})
  void shouldDegradeOnlyBehindTheLimitOfRecords(int batchRecords, boolean degraded)
      throws Exception {
    StreamingConfig config =
        StreamingConfig.named("test")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(batchRecords)
            .withDegrade(DegradePolicy.whenLate(Duration.ofHours(1)).orBehind(1))
            .withoutShutdownHook();
    List<Boolean> decisions = new ArrayList<>();
    try (StreamingContext context = StreamingContext.create(config)) {
      context.source("in", new Observed(number -> {}, () -> {})).to("out", sink);
      context.listen(
          new StreamingListener() {
            @Override
            public void onBatch(BatchReport report) {
              decisions.add(report.degraded());
            }
          });
      context.start();
      context.awaitTermination();
    }
    assertEquals(Collections.nCopies(3, degraded), decisions);
  }

  @Test
  void shouldCommitTheBatchBeforeAPlanThatFails() throws Exception {
    Source<Long> source =
        new Observed(
            number -> {
              if (number == 1) {
                throw new SourceException("the disk is gone");
              }
            },
            () -> {});
    try (StreamingContext context = pipeline(source, 10)) {
      context.start();
      SourceException failure =
          assertThrows(SourceException.class, () -> context.awaitTermination());
      assertEquals("the disk is gone", failure.getMessage());
    }
    assertEquals(LongStream.range(0, 10).boxed().toList(), sink.records());
    try (StreamingContext context = pipeline(GeneratorSource.bounded(30, i -> i), 7)) {
      context.start();
      context.awaitTermination();
    }
    assertEquals(LongStream.range(0, 30).boxed().toList(), sink.records());
  }

  /** The planner is slower than a batch may be, which is no fault of the batch. */
  @Test
  void shouldNotCountThePlanningOfTheNextBatchAgainstTheDeadline() throws Exception {
    Source<Long> source =
        new Observed(
            number -> {
              if (number == 1) {
                new CountDownLatch(1).await(2_000, TimeUnit.MILLISECONDS);
              }
            },
            () -> {});
    deadline = Optional.of(Duration.ofMillis(1_500));
    try (StreamingContext context = pipeline(source, 10)) {
      context.start();
      context.awaitTermination();
    }
    assertEquals(LongStream.range(0, 30).boxed().toList(), sink.records());
  }

  /** A stop in good order leaves nothing behind that the next start would have to redo. */
  @Test
  void shouldWithdrawAPlanThatIsNotBegun() throws Exception {
    try (StreamingContext context = pipeline(GeneratorSource.bounded(30, i -> i), 10)) {
      context.listen(
          new StreamingListener() {
            @Override
            public void onBatch(BatchReport batch) {
              context.stop();
            }
          });
      context.start();
      context.awaitTermination();
    }
    assertEquals(LongStream.range(0, 10).boxed().toList(), sink.records());
    assertEquals(List.of(), plans());
  }

  /** What a test does when the n-th plan is made, from 0. */
  private interface AtPlan {
    void run(int number) throws Exception;
  }

  /** What a test does when a range is read. */
  private interface AtRead {
    void run() throws Exception;
  }

  /** Thirty numbers, at most ten a batch. */
  private static final class Observed implements Source<Long> {
    private static final long serialVersionUID = 1L;
    private final transient GeneratorSource<Long> inner = GeneratorSource.bounded(30, i -> i);
    private final transient AtPlan atPlan;
    private final transient AtRead atRead;

    Observed(AtPlan atPlan, AtRead atRead) {
      this.atPlan = atPlan;
      this.atRead = atRead;
    }

    @Override
    public SplitPlanner planner(SourceContext context) {
      SplitPlanner planner = inner.planner(context);
      return new SplitPlanner() {
        private int number;

        @Override
        public List<OffsetRange> plan(Map<String, Offset> committed, PlanLimits limits)
            throws Exception {
          atPlan.run(number++);
          long records = Math.min(10, limits.records());
          return planner.plan(committed, new PlanLimits(records, limits.bytes()));
        }

        @Override
        public boolean hasMore() {
          return !planner.exhausted();
        }

        @Override
        public boolean exhausted() {
          return planner.exhausted();
        }

        @Override
        public boolean boundToNow() throws Exception {
          return planner.boundToNow();
        }
      };
    }

    @Override
    public SplitReader<Long> reader(OffsetRange range) {
      SplitReader<Long> reader = inner.reader(range);
      return (out, rejects) -> {
        atRead.run();
        reader.read(out, rejects);
      };
    }
  }
}
