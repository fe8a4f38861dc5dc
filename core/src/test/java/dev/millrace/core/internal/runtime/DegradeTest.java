package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.Backpressure;
import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.DStream;
import dev.millrace.core.DegradePolicy;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.time.Clock;
import dev.millrace.core.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pipeline that cannot keep up learns less, says so exactly, and does so again when redone. */
class DegradeTest {
  private static final DegradePolicy POLICY =
      DegradePolicy.whenLate(Duration.ofSeconds(2)).untilBelow(Duration.ofSeconds(1));

  private static boolean[] decisions(DegradePolicy policy, int[] delays, boolean... full) {
    DegradeControl control = new DegradeControl(Optional.of(policy));
    boolean[] decisions = new boolean[delays.length];
    for (int i = 0; i < delays.length; i++) {
      decisions[i] = control.decide(Duration.ofMillis(delays[i]), i < full.length && full[i]);
    }
    return decisions;
  }

  @Test
  void shouldBeginAboveOneDelayAndEndAtAnother() {
    assertEquals(
        "[false, false, true, true, true, false, false, true]",
        Arrays.toString(
            decisions(POLICY, new int[] {0, 2_000, 2_001, 1_500, 1_001, 1_000, 1_500, 3_000})));
  }

  @Test
  void shouldBeginAfterFullBatchesInARowAndEndWithOneThatIsNot() {
    boolean[] full = {true, true, false, true, true, true, true, false, true};
    assertEquals(
        "[false, false, false, false, false, true, true, false, false]",
        Arrays.toString(decisions(POLICY.orBehind(3), new int[9], full)));
    assertEquals(
        "[false, false, false, false, false, false, false, false, false]",
        Arrays.toString(decisions(POLICY, new int[9], full)));
  }

  /**
   * Takes a tenth of a millisecond of the clock's time for a row, and four more to learn it, which
   * it does unless the batch is degraded.
   */
  private static final class Worker implements BatchProcessor<Long, String> {
    private final ManualClock clock;
    private long learned;
    private long skipped;
    private long lastSkipped;

    Worker(ManualClock clock) {
      this.clock = clock;
    }

    @Override
    public Batch<String> process(Batch<Long> batch, BatchContext context) {
      long rows = batch.count();
      lastSkipped = context.isDegraded() ? rows : 0;
      skipped += lastSkipped;
      learned += rows - lastSkipped;
      clock.advance(Duration.ofNanos(rows * (context.isDegraded() ? 100_000 : 500_000)));
      return context
          .engine()
          .of(List.of(List.of(context.info().id() + " " + learned + " " + skipped)));
    }

    @Override
    public long skippedRows() {
      return lastSkipped;
    }

    @Override
    public void save(StateWriter out) {
      out.put("learned", learned).put("skipped", skipped);
    }

    @Override
    public void restore(StateReader in) {
      learned = in.getLong("learned");
      skipped = in.getLong("skipped");
    }
  }

  private static DStream<String> worked(DStream<Long> rows, ManualClock clock) {
    return rows.process(() -> new Worker(clock)).named("worker");
  }

  private record Outcome(List<String> output, List<Boolean> degraded) {}

  /** Eight batches, some of them late, with a crash in each of them at a step, if there is one. */
  private static Outcome run(Optional<BatchStep> crashes) {
    int[] delays = {0, 2_500, 1_500, 1_500, 900, 1_500, 5_000, 0};
    ManualClock clock = new ManualClock();
    QueueSource<Long> source = QueueSource.create(2);
    MemorySink<String> sink = new MemorySink<>();
    List<Boolean> degraded = new ArrayList<>();
    StreamingConfig config =
        StreamingConfig.named("late")
            .withClock(clock)
            .withTrigger(Trigger.interval(Duration.ofSeconds(1)))
            .withDegrade(POLICY);
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            config, context -> worked(context.source("in", source), clock).to("out", sink))) {
      for (int i = 0; i < delays.length; i++) {
        source.pushAll(List.of(1L, 2L, 3L));
        driver.fallBehind(Duration.ofMillis(delays[i]));
        if (crashes.isPresent()) {
          driver.crashAt(crashes.get());
          if (crashes.get() != BatchStep.PLAN) {
            driver.fallBehind(Duration.ZERO); // the plan tells, not what is so now
          }
          driver.recover();
        }
        if (crashes.isEmpty() || crashes.get().compareTo(BatchStep.PUBLISH) < 0) {
          BatchReport report = driver.runBatch();
          degraded.add(report.degraded());
          assertEquals(
              report.degraded() ? 3L : null, report.skippedRows().get("worker"), "batch " + i);
        }
      }
    }
    return new Outcome(sink.records(), degraded);
  }

  @Test
  void shouldDecideTheSameWhereverItCrashes() {
    Outcome expected = run(Optional.empty());
    assertEquals(List.of(false, true, true, true, false, false, true, false), expected.degraded);
    assertEquals("7 12 12", expected.output.get(7));
    for (BatchStep step : BatchStep.values()) {
      if (step == BatchStep.PLAN) {
        continue; // nothing was decided before it; the next start decides by what it finds
      }
      Outcome outcome = run(Optional.of(step));
      assertEquals(expected.output, outcome.output, "crashes at " + step);
      if (step.compareTo(BatchStep.PUBLISH) < 0) {
        assertEquals(expected.degraded, outcome.degraded, "crashes at " + step);
      }
    }
  }

  /** Who waits moves time forward, since nobody else would. */
  private record SimulatedClock(ManualClock clock) implements Clock {
    @Override
    public Instant instant() {
      return clock.instant();
    }

    @Override
    public long nanos() {
      return clock.nanos();
    }

    @Override
    public void sleep(Duration duration) {
      clock.advance(duration);
    }
  }

  /**
   * Half a minute of three times as much as can be learned, then two minutes of half as much. All
   * in simulated time.
   */
  @Test
  @Timeout(60)
  void shouldKeepUpWithThreeTimesWhatItCanLearn() throws Exception {
    ManualClock clock = new ManualClock();
    MemorySink<String> sink = new MemorySink<>();
    List<BatchReport> reports = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    long startNanos = clock.nanos();
    StreamingConfig config =
        StreamingConfig.named("overload")
            .withThreads(1)
            .withClock(new SimulatedClock(clock))
            .withTrigger(Trigger.interval(Duration.ofSeconds(1)))
            .withMaxBatchRecords(20_000)
            .withBackpressure(Backpressure.defaults().withInitialBatchRecords(500))
            .withDegrade(DegradePolicy.whenLate(Duration.ofSeconds(1)).orBehind(3))
            .withoutShutdownHook();
    try (StreamingContext context = StreamingContext.create(config)) {
      DStream<Long> steady =
          context.source("steady", GeneratorSource.bounded(150_000, i -> i).withRate(1_000));
      DStream<Long> burst =
          context.source("burst", GeneratorSource.bounded(150_000, i -> i).withRate(5_000));
      worked(steady.union(burst), clock).to("out", sink);
      context.listen(
          new StreamingListener() {
            @Override
            public void onBatch(BatchReport report) {
              reports.add(report);
              seconds.add((clock.nanos() - startNanos) / 1e9);
            }
          });
      context.start();
      context.awaitTermination();
    }
    assertTrue(reports.get(0).records() <= 1_000, "first batch of two sources: " + reports.get(0));
    long records = 0;
    long skipped = 0;
    double longestBehind = 0;
    for (int i = 0; i < reports.size(); i++) {
      BatchReport report = reports.get(i);
      assertTrue(report.records() <= 40_000, report.records() + " records in a batch");
      records += report.records();
      skipped += report.skippedRows().getOrDefault("worker", 0L);
      double due =
          Math.min(150_000, 1_000 * seconds.get(i)) + Math.min(150_000, 5_000 * seconds.get(i));
      longestBehind = Math.max(longestBehind, due - records);
    }
    assertEquals(300_000, records);
    String last = sink.records().get(sink.records().size() - 1);
    assertEquals((reports.size() - 1) + " " + (records - skipped) + " " + skipped, last);
    assertTrue(skipped > 50_000 && skipped < 180_000, skipped + " skipped");
    assertTrue(longestBehind < 60_000, "behind by " + longestBehind + " records");
    assertFalse(reports.get(reports.size() - 1).degraded(), "it has caught up");
    assertTrue(
        seconds.get(seconds.size() - 1) < 160, "ended after " + seconds.get(seconds.size() - 1));
  }

  @Test
  void shouldRefuseWhatCanNeverHappen() {
    StreamingConfig config = StreamingConfig.named("never").withDegrade(POLICY);
    assertThrows(ConfigurationException.class, () -> StreamingContext.create(config));
    StreamingContext.create(config.withDegrade(POLICY.orBehind(5)));
    assertThrows(ConfigurationException.class, () -> POLICY.untilBelow(Duration.ofSeconds(3)));
    assertThrows(ConfigurationException.class, () -> POLICY.orBehind(-1));
  }
}
