package dev.millrace.core.testing;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.internal.checkpoint.CheckpointFiles;
import dev.millrace.core.internal.runtime.MicroBatchExecution;
import dev.millrace.core.internal.runtime.Pipeline;
import dev.millrace.core.internal.runtime.PipelineAccess;
import dev.millrace.core.internal.runtime.SimulatedCrash;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.time.Clock;
import dev.millrace.core.time.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs a pipeline batch by batch in the test's own thread, over a clock that stands still until it
 * is told to move. It can crash at any step of a batch and recover, so a test can show that a
 * pipeline counts every record once.
 *
 * <pre>{@code
 * QueueSource<String> lines = QueueSource.create(4);
 * MemorySink<KeyValue<String, Long>> counts = new MemorySink<>();
 * try (StreamTestDriver driver =
 *     StreamTestDriver.of(context -> WordCount.describe(context.source("lines", lines), counts))) {
 *   lines.pushAll(List.of("to be", "or not to be"));
 *   driver.runBatch();
 *   driver.advance(Duration.ofSeconds(1));
 *   lines.push("that is the question");
 *   driver.crashAt(BatchStep.COMMIT);
 *   driver.recover();
 *   driver.runBatch();                 // the crashed batch, redone as planned
 *   assertEquals(…, counts.records());
 * }
 * }</pre>
 *
 * <p>Sources and sinks that the description closes over stand for the outside world: they survive a
 * crash. The description is called again for every start, and should make everything else anew. The
 * checkpoint is kept in memory unless the configuration names a directory. Not thread-safe.
 */
public final class StreamTestDriver implements AutoCloseable {
  private final StreamingConfig config;
  private final Consumer<StreamingContext> description;
  private final ManualClock clock;
  private final Storage storage;

  private MicroBatchExecution execution;
  private BatchReport report;
  private Duration delay = Duration.ZERO;
  private BatchStep crashStep;
  private int untilCrash;

  private StreamTestDriver(StreamingConfig config, Consumer<StreamingContext> description) {
    this.clock = config.clock() instanceof ManualClock manual ? manual : new ManualClock();
    StreamingConfig driven = config.withClock(new DrivenClock(clock));
    this.config =
        config.trigger() instanceof Trigger.AvailableNow
            ? driven.withTrigger(Trigger.continuous())
            : driven;
    this.description = description;
    this.storage = config.checkpoint().orElseGet(MemoryStorage::new);
  }

  /** A pipeline named {@code "test"} with 4 partitions. */
  public static StreamTestDriver of(Consumer<StreamingContext> description) {
    return of(StreamingConfig.named("test"), description);
  }

  /**
   * A pipeline with settings of its own. Batches are made when the driver is told, whatever the
   * trigger; the clock is used if it is a {@link ManualClock}, replaced if not.
   */
  public static StreamTestDriver of(
      StreamingConfig config, Consumer<StreamingContext> description) {
    StreamTestDriver driver = new StreamTestDriver(config, Objects.requireNonNull(description));
    driver.recover();
    return driver;
  }

  /** Moves time forward. */
  public void advance(Duration duration) {
    clock.advance(duration);
  }

  /**
   * From now on new batches begin so long after they were due, as if the pipeline were too slow.
   */
  public void fallBehind(Duration by) {
    delay = by;
  }

  /** The time now. */
  public Instant now() {
    return clock.instant();
  }

  /**
   * Runs one batch, even if there is nothing to read: one that an earlier start planned and did not
   * commit, or else a new one.
   *
   * @throws dev.millrace.core.MillraceException when the batch fails; the pipeline has then ended,
   *     and {@link #recover} starts it again
   */
  public BatchReport runBatch() {
    report = null;
    try {
      if (!running().redo()) {
        running().runNew(clock.instant(), delay.toNanos(), true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      end();
      throw e;
    }
    if (report == null) {
      throw new IllegalStateException("the sources are exhausted, there is no further batch");
    }
    return report;
  }

  /**
   * Runs batches until there is nothing more to read.
   *
   * @return how many
   */
  public int runAll() {
    int batches = 0;
    try {
      while (running().redo() || running().runNew(clock.instant(), delay.toNanos(), false)) {
        batches++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      end();
      throw e;
    }
    return batches;
  }

  /** Begins the next batch and crashes when it first comes to {@code step}. */
  public void crashAt(BatchStep step) {
    crashAt(step, 1);
  }

  /**
   * Runs until the pipeline comes to {@code step} for the {@code occurrence}-th time from now, and
   * crashes there.
   *
   * @throws IllegalStateException when it does not come to that within {@code occurrence} batches
   */
  public void crashAt(BatchStep step, int occurrence) {
    crashStep = step;
    untilCrash = occurrence;
    try {
      for (int batch = 0; batch < occurrence; batch++) {
        runBatch();
      }
      throw new IllegalStateException("no step " + step + " number " + occurrence);
    } catch (SimulatedCrash e) {
      crash();
    } finally {
      crashStep = null;
    }
  }

  /** Crashes between two batches. */
  public void crash() {
    try {
      running().abandon();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    execution = null;
  }

  /** Ends in good order: commits what is computed. {@link #recover} starts the pipeline again. */
  public void stop() {
    try {
      running().commitPending();
      running().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    execution = null;
  }

  /** Starts the pipeline again, described anew, over the same checkpoint. */
  public void recover() {
    if (execution != null) {
      throw new IllegalStateException("the pipeline is running; crash or stop it first");
    }
    StreamingContext context = StreamingContext.create(config);
    description.accept(context);
    Pipeline pipeline = PipelineAccess.of(context);
    pipeline.addListener(new Reports());
    execution = new MicroBatchExecution(pipeline, Optional.of(storage), this::step);
    try {
      execution.open();
    } catch (IOException e) {
      end();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      end();
      throw e;
    }
  }

  /** Keys or held values of each named operator that keeps state and can tell. */
  public Map<String, Long> stateRows() {
    return running().stateRows();
  }

  /** The newest checkpoint: what a crash at this moment would leave. */
  public Optional<Checkpoint> checkpoint() {
    try {
      List<Long> batchIds = CheckpointFiles.batchIds(storage);
      return batchIds.isEmpty()
          ? Optional.empty()
          : Optional.of(CheckpointFiles.read(storage, batchIds.get(batchIds.size() - 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (execution != null) {
      end();
    }
  }

  private void step(BatchStep step, long batchId) {
    if (step == crashStep && --untilCrash == 0) {
      throw new SimulatedCrash(step, batchId);
    }
  }

  private MicroBatchExecution running() {
    if (execution == null) {
      throw new IllegalStateException("the pipeline is not running; call recover()");
    }
    return execution;
  }

  private void end() {
    try {
      execution.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      execution = null;
    }
  }

  private final class Reports implements StreamingListener {
    @Override
    public void onBatch(BatchReport batch) {
      report = batch;
    }
  }

  /** Who waits moves time forward, since nobody else would. */
  private record DrivenClock(ManualClock clock) implements Clock {
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
}
