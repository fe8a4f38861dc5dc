package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.Backpressure;
import dev.millrace.core.MillraceException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.time.Clock;
import dev.millrace.core.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatchLoopTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00.250Z");

  private final ManualClock clock = new ManualClock(START);
  private final BlockingQueue<BatchReport> reports = new LinkedBlockingQueue<>();
  private final MemorySink<Long> sink = new MemorySink<>();

  private StreamingConfig config() {
    return StreamingConfig.named("loop")
        .withThreads(1)
        .withClock(clock)
        .withTrigger(Trigger.interval(Duration.ofSeconds(1)))
        .withoutShutdownHook();
  }

  private final class Reports implements StreamingListener {
    @Override
    public void onBatch(BatchReport report) {
      reports.add(report);
    }
  }

  private BatchReport next() throws InterruptedException {
    BatchReport report = reports.poll(20, TimeUnit.SECONDS);
    assertTrue(report != null, "no batch came");
    return report;
  }

  /** Moves time once the loop waits for it. */
  private void advance(Duration duration) throws InterruptedException {
    clock.awaitSleeper();
    clock.advance(duration);
  }

  @Test
  void shouldMakeBatchesAtMultiplesOfTheIntervalEmptyOnesToo() throws Exception {
    QueueSource<Long> queue = QueueSource.create();
    try (StreamingContext context = StreamingContext.create(config())) {
      context.source("in", queue).to("out", sink);
      context.listen(new Reports());
      context.start();
      queue.push(7L);
      advance(Duration.ofMillis(750));
      BatchReport first = next();
      assertEquals(Instant.parse("2026-03-01T12:00:01Z"), first.batchTime());
      assertEquals(1, first.records());
      advance(Duration.ofSeconds(1));
      BatchReport second = next();
      assertEquals(Instant.parse("2026-03-01T12:00:02Z"), second.batchTime());
      assertEquals(0, second.records());
      queue.push(8L);
      queue.finish();
      advance(Duration.ofMillis(1_400));
      assertEquals(1, next().records());
      context.awaitTermination();
    }
    assertEquals(List.of(7L, 8L), sink.records());
    assertEquals(3, sink.batches().size());
  }

  @Test
  void shouldMakeNoEmptyBatchesWhenContinuous() throws Exception {
    QueueSource<Long> queue = QueueSource.create();
    StreamingConfig continuous =
        config().withTrigger(Trigger.continuous()).withClock(Clock.system());
    try (StreamingContext context = StreamingContext.create(continuous)) {
      context.source("in", queue).to("out", sink);
      context.listen(new Reports());
      context.start();
      for (long value = 0; value < 5; value++) {
        queue.push(value);
        assertEquals(1, next().records());
      }
      assertEquals(false, context.awaitTermination(Duration.ofMillis(1)));
      context.stop();
    }
    assertEquals(5, sink.batches().size());
  }

  /**
   * Processing takes half a millisecond per record of the clock's time, so 2,000 fit in a second.
   */
  @Test
  void shouldShrinkBatchesToTheSpeedOfProcessing() throws Exception {
    StreamingConfig config =
        config().withBackpressure(Backpressure.defaults().withInitialBatchRecords(500));
    try (StreamingContext context = StreamingContext.create(config)) {
      context
          .source("in", GeneratorSource.unbounded(i -> i))
          .peek(i -> clock.advance(Duration.ofNanos(500_000)))
          .to("out", sink);
      context.listen(new Reports());
      context.start();
      advance(Duration.ofMillis(750));
      assertEquals(500, next().records());
      for (int batch = 0; batch < 5; batch++) {
        advance(Duration.ofSeconds(1));
        long records = next().records();
        assertTrue(records > 1_000 && records <= 2_000, records + " records");
      }
    }
  }

  @Test
  void shouldTellListenersHowItEnds() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    StreamingListener listener =
        new StreamingListener() {
          @Override
          public void onBatch(BatchReport report) {
            told.add("batch " + report.batchId());
            throw new IllegalStateException("a listener that fails does no harm");
          }

          @Override
          public void onStop() {
            told.add("stop");
          }

          @Override
          public void onFailure(Throwable cause) {
            told.add("failure");
          }
        };
    for (long limit : new long[] {1, 100}) {
      StreamingConfig config = config().withTrigger(Trigger.availableNow());
      try (StreamingContext context = StreamingContext.create(config)) {
        context
            .source("in", GeneratorSource.bounded(3, i -> i))
            .filter(i -> i / (limit - 1) == 0)
            .to("out", sink);
        context.listen(listener);
        context.start();
        if (limit == 1) {
          assertThrows(MillraceException.class, context::awaitTermination);
        } else {
          context.awaitTermination();
        }
      }
    }
    assertEquals(List.of("failure", "batch 0", "stop"), List.copyOf(told));
  }

  /** The batch may fail before the starting thread goes on: not every time, hence many times. */
  @Test
  void shouldTellOfAFailedBatchByTheEndAndNotByTheStart() throws Exception {
    for (int i = 0; i < 300; i++) {
      StreamingConfig config = config().withTrigger(Trigger.availableNow());
      try (StreamingContext context = StreamingContext.create(config)) {
        context
            .source("in", GeneratorSource.bounded(1, value -> value))
            .filter(value -> 1 / value > 0)
            .to("out", sink);
        context.start();
        MillraceException e = assertThrows(MillraceException.class, context::awaitTermination);
        assertTrue(e.getMessage().contains("batch 0 failed"), e.getMessage());
      }
    }
  }

  @Test
  void shouldEndThoughAListenerFailsWithAnError() {
    StreamingConfig config = config().withTrigger(Trigger.availableNow());
    try (StreamingContext context = StreamingContext.create(config)) {
      context.source("in", GeneratorSource.bounded(3, i -> i)).to("out", sink);
      context.listen(
          new StreamingListener() {
            @Override
            public void onStop() {
              throw new NoClassDefFoundError("of a listener");
            }
          });
      context.start();
      assertThrows(NoClassDefFoundError.class, context::awaitTermination);
    }
    assertEquals(3, sink.records().size());
  }

  /**
   * Whoever starts is woken up once recovery is done, and may come late: batches go on meanwhile.
   */
  @Test
  void shouldTellTheFailureOfABatchToWhoeverWaitsAndNotToWhoeverStarts() {
    for (int i = 0; i < 50; i++) {
      StreamingConfig config = config().withTrigger(Trigger.availableNow());
      try (StreamingContext context = StreamingContext.create(config)) {
        context
            .source("in", GeneratorSource.bounded(1, n -> n))
            .filter(n -> 1 / n == 0)
            .to("out", sink);
        context.start();
        assertThrows(MillraceException.class, context::awaitTermination);
      }
    }
  }

  @Test
  void shouldLetAListenerStopThePipeline() throws Exception {
    StreamingConfig config = config().withTrigger(Trigger.continuous()).withMaxBatchRecords(10);
    try (StreamingContext context = StreamingContext.create(config)) {
      context.source("in", GeneratorSource.unbounded(i -> i)).to("out", sink);
      context.listen(
          new StreamingListener() {
            @Override
            public void onBatch(BatchReport report) {
              if (report.batchId() == 2) {
                context.stop();
              }
            }
          });
      context.start();
      context.awaitTermination();
    }
    assertEquals(30, sink.records().size());
  }
}
