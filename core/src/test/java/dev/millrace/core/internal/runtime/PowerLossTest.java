package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.checkpoint.CheckpointPolicy;
import dev.millrace.core.internal.checkpoint.DirectoryStorage;
import dev.millrace.core.internal.checkpoint.LossyStorage;
import dev.millrace.core.internal.checkpoint.Sweeper;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.time.ManualClock;
import dev.millrace.core.window.BatchWindow;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The power goes at a random operation on the checkpoint directory, again and again; every start
 * has another batch size, so a batch that is not redone as planned shows.
 */
class PowerLossTest {
  private static final int RECORDS = 60;

  /** So that a batch in a window goes to a file of its own. */
  private static final int LARGE = 20_000;

  /** Other seeds, or one that failed: {@code -Dseed=…}. */
  private static final long FIRST_SEED = Long.getLong("seed", 1);

  /** More of them in the profile {@code chaos}. */
  private static final int RUNS = Integer.getInteger("chaos.losses", 150);

  private final MemorySink<Long> plain = new MemorySink<>();
  private final MemorySink<Long> counts = new MemorySink<>();
  private final MemorySink<Long> windows = new MemorySink<>();

  private MicroBatchExecution start(
      LossyStorage storage, int batchRecords, int checkpointEvery, int records) {
    return start(
        storage, batchRecords, checkpointEvery, records, StepListener.none(), PlanAhead.never());
  }

  private MicroBatchExecution start(
      LossyStorage storage,
      int batchRecords,
      int checkpointEvery,
      int records,
      StepListener steps,
      PlanAhead ahead) {
    StreamingConfig config =
        StreamingConfig.named("lossy")
            .withThreads(1)
            .withPartitions(2)
            .withClock(new ManualClock())
            .withRetainCheckpoints(2)
            .withCheckpointPolicy(CheckpointPolicy.everyBatches(checkpointEvery))
            .withMaxBatchRecords(batchRecords);
    StreamingContext context = StreamingContext.create(config);
    var numbers = context.source("numbers", GeneratorSource.bounded(records, i -> i));
    numbers.to("plain", plain);
    numbers
        .map(i -> i + " ".repeat(LARGE))
        .window(BatchWindow.batches(3, 1), StateCodecs.string())
        .named("large")
        .map(text -> Long.valueOf(text.trim()))
        .to("windows", windows);
    numbers
        .keyBy(i -> 0)
        .<Long>updateStateByKey(
            StateCodecs.int32(),
            StateCodecs.int64(),
            (values, count) -> Optional.of(count.orElse(0L) + values.size()))
        .named("count")
        .values()
        .to("counts", counts);
    return new MicroBatchExecution(
        PipelineAccess.of(context),
        Optional.of(DirectoryStorage.of(storage)),
        steps,
        ahead,
        Sweeper.inline());
  }

  private static void runToTheEnd(MicroBatchExecution execution, ManualClock clock)
      throws IOException {
    execution.open();
    while (execution.redo() || execution.runNew(clock.instant(), 0, false)) {
      clock.advance(Duration.ofMillis(1));
    }
    execution.commitPending();
    execution.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldLoseAndRepeatNothingWhenThePowerGoes(int checkpointEvery) throws IOException {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
      plain.clear();
      counts.clear();
      windows.clear();
      Random random = new Random(seed);
      LossyStorage storage = new LossyStorage(seed);
      int losses = 0;
      boolean done = false;
      while (!done) {
        storage.loseAfter(losses < 8 ? 1 + random.nextInt(60) : Long.MAX_VALUE);
        MicroBatchExecution execution =
            start(
                storage,
                3 + random.nextInt(9),
                checkpointEvery,
                RECORDS,
                StepListener.none(),
                random.nextBoolean() ? PlanAhead.inline() : PlanAhead.never());
        try {
          runToTheEnd(execution, new ManualClock());
          done = true;
        } catch (LossyStorage.PowerLoss e) {
          losses++;
          storage.powerUp();
        }
      }
      String where = "-Dseed=" + seed + " after " + losses + " losses";
      assertEquals(LongStream.range(0, RECORDS).boxed().toList(), plain.records(), where);
      List<Long> last = counts.batches().get(counts.batches().lastKey());
      assertEquals(List.of((long) RECORDS), last, where);
      assertWindows(where);
      assertTrue(storage.list().stream().anyMatch(name -> name.startsWith("state-")), where);
      assertTrue(storage.list().stream().noneMatch(name -> name.contains("tmp")), where);
    }
  }

  /** Each window holds its batch and the two before it. */
  private void assertWindows(String where) {
    for (long batchId : windows.batches().keySet()) {
      List<Long> expected = new ArrayList<>();
      plain
          .batches()
          .subMap(Math.max(0, batchId - 2), batchId + 1)
          .values()
          .forEach(expected::addAll);
      assertEquals(expected, windows.batches().get(batchId).stream().sorted().toList(), where);
    }
  }

  @Test
  void shouldWriteACheckpointAnewWhenForcingItFails() throws IOException {
    LossyStorage storage = new LossyStorage(1);
    MicroBatchExecution execution = start(storage, 10, 1, 20);
    execution.open();
    storage.failForces(2);
    assertTrue(execution.runNew(Instant.EPOCH, 0, false));
    execution.abandon();
    storage.powerUp();
    runToTheEnd(start(storage, 7, 1, 20), new ManualClock());
    assertEquals(LongStream.range(0, 20).boxed().toList(), plain.records());
  }

  @Test
  void shouldStopWhenForcingKeepsFailing() throws IOException {
    LossyStorage storage = new LossyStorage(1);
    MicroBatchExecution execution = start(storage, 10, 1, 30);
    execution.open();
    assertTrue(execution.runNew(Instant.EPOCH, 0, false));
    storage.failForces(3);
    CheckpointException failure =
        assertThrows(CheckpointException.class, () -> execution.runNew(Instant.EPOCH, 0, false));
    assertTrue(failure.getMessage().contains("batch 1"), failure.getMessage());
    assertTrue(failure.getMessage().contains("Input/output error"), failure.getMessage());
    execution.close();
    runToTheEnd(start(storage, 7, 1, 30), new ManualClock());
    assertEquals(LongStream.range(0, 30).boxed().toList(), plain.records());
  }

  /** As SQLite's tests: the first operation fails, then the second, until a run sees no failure. */
  @ParameterizedTest
  @CsvSource({"1, false", "1, true", "9223372036854775807, false", "9223372036854775807, true"})
  void shouldStopWithAReasonOrGoOnWhicheverOperationFails(long times, boolean plansAhead)
      throws IOException {
    boolean failed = true;
    int stops = 0;
    int survivals = 0;
    for (long n = 1; failed; n++) {
      plain.clear();
      counts.clear();
      windows.clear();
      LossyStorage storage = new LossyStorage(n);
      storage.failAfter(n, times);
      MicroBatchExecution execution =
          start(
              storage,
              10,
              1,
              20,
              StepListener.none(),
              plansAhead ? PlanAhead.inline() : PlanAhead.never());
      try {
        runToTheEnd(execution, new ManualClock());
        survivals++;
      } catch (CheckpointException | IOException e) {
        assertTrue(e.toString().contains("No space left on device"), e.toString());
        stops++;
        close(execution);
      }
      failed = storage.hasFailed();
      storage.failAfter(Long.MAX_VALUE, 0);
      runToTheEnd(start(storage, 7, 1, 20), new ManualClock());
      String where = "failing at operation " + n;
      assertEquals(LongStream.range(0, 20).boxed().toList(), plain.records(), where);
      List<Long> last = counts.batches().get(counts.batches().lastKey());
      assertEquals(List.of(20L), last, where);
      assertTrue(storage.list().stream().noneMatch(name -> name.contains("tmp")), where);
    }
    assertTrue(times == 1 ? survivals > 20 : stops > 20, survivals + " went on, " + stops + " not");
  }

  /** The disk may still be full, which is no news by then. */
  private static void close(MicroBatchExecution execution) {
    try {
      execution.close();
    } catch (IOException e) {
      assertTrue(e.getSuppressed().length > 0, e.toString());
    }
  }

  /** Nobody knows whether that checkpoint is on the disk, so what it covers must stay staged. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void shouldKeepWhatIsStagedWhenACommitIsInDoubt(int seed) throws IOException {
    LossyStorage storage = new LossyStorage(seed);
    StepListener failing =
        (step, batchId) -> {
          if (step == BatchStep.COMMIT) {
            storage.failDirectoryForces();
          }
        };
    MicroBatchExecution doubtful = start(storage, 10, 1, 20, failing, PlanAhead.inline());
    doubtful.open();
    assertThrows(CheckpointException.class, () -> doubtful.runNew(Instant.EPOCH, 0, false));
    doubtful.close();
    storage.powerUp();
    runToTheEnd(start(storage, 7, 1, 20), new ManualClock());
    assertEquals(LongStream.range(0, 20).boxed().toList(), plain.records());
  }
}
