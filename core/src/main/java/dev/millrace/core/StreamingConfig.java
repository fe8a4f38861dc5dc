package dev.millrace.core;

import dev.millrace.core.checkpoint.CheckpointPolicy;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.time.Clock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Settings of one pipeline; immutable, made by {@link #named} and the {@code with…} methods.
 *
 * <pre>{@code
 * StreamingConfig config =
 *     StreamingConfig.named("fraud")
 *         .withTrigger(Trigger.interval(Duration.ofSeconds(1)))
 *         .withCheckpoint(Path.of("state/fraud"));
 * }</pre>
 *
 * @param name of the pipeline: 1 to 64 of letters, digits, {@code . _ -}, no leading dot
 * @param trigger when batches are made; default {@link Trigger#continuous}
 * @param checkpoint where the checkpoint lives; empty for none (nothing survives the process)
 * @param checkpointPolicy how often a checkpoint is written; default after every batch
 * @param retainCheckpoints how many checkpoints, and with them model versions, are kept; default 3
 * @param fresh operators whose state in the checkpoint is not taken over: they start empty, or, if
 *     the pipeline no longer has them, are dropped
 * @param partitions how many partitions a shuffle and keyed state have; default 4. Part of what a
 *     result depends on, so it does not follow the number of cores
 * @param threads how many partitions are worked on at a time; default: the number of cores
 * @param maxBatchRecords most records one batch takes from each source; default 100,000
 * @param maxBatchBytes most bytes one batch takes from each source; default 64 MiB. Two batches may
 *     be in memory: unless they are made at intervals, the next one is planned while a full one is
 *     computed
 * @param batchDeadline longest that a batch may take before the pipeline fails instead of hanging;
 *     default none
 * @param backpressure lets batches shrink when processing lags; only with {@link Trigger.Interval}
 * @param degrade lets learning be skipped when processing lags; default not
 * @param clock the pipeline's clock
 * @param engine makes what computes; default a {@link LocalEngine} with {@code threads}
 * @param shutdownHook whether SIGINT and SIGTERM stop the pipeline in good order; default yes
 */
public record StreamingConfig(
    String name,
    Trigger trigger,
    Optional<Storage> checkpoint,
    CheckpointPolicy checkpointPolicy,
    int retainCheckpoints,
    Set<String> fresh,
    int partitions,
    int threads,
    long maxBatchRecords,
    long maxBatchBytes,
    Optional<Duration> batchDeadline,
    Optional<Backpressure> backpressure,
    Optional<DegradePolicy> degrade,
    Clock clock,
    Optional<EngineProvider> engine,
    boolean shutdownHook) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");

  public StreamingConfig {
    Objects.requireNonNull(trigger, "trigger");
    Objects.requireNonNull(checkpoint, "checkpoint");
    Objects.requireNonNull(checkpointPolicy, "checkpointPolicy");
    Objects.requireNonNull(batchDeadline, "batchDeadline");
    Objects.requireNonNull(backpressure, "backpressure");
    Objects.requireNonNull(degrade, "degrade");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(engine, "engine");
    fresh = Set.copyOf(fresh);
    requireName("pipeline", name);
    requireAtLeastOne("partitions", partitions);
    requireAtLeastOne("threads", threads);
    requireAtLeastOne("maxBatchRecords", maxBatchRecords);
    requireAtLeastOne("maxBatchBytes", maxBatchBytes);
    requireAtLeastOne("retainCheckpoints", retainCheckpoints);
    if (batchDeadline.isPresent() && batchDeadline.get().compareTo(Duration.ofMillis(1)) < 0) {
      throw new ConfigurationException(
          "batchDeadline must be at least 1 ms, got " + batchDeadline.get());
    }
  }

  public static StreamingConfig named(String name) {
    return new StreamingConfig(
        name,
        Trigger.continuous(),
        Optional.empty(),
        CheckpointPolicy.everyBatch(),
        3,
        Set.of(),
        4,
        Runtime.getRuntime().availableProcessors(),
        100_000,
        64L << 20,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Clock.system(),
        Optional.empty(),
        true);
  }

  public StreamingConfig withTrigger(Trigger value) {
    return with(draft -> draft.trigger = value);
  }

  public StreamingConfig withCheckpoint(Path directory) {
    return withCheckpoint(Storage.local(directory));
  }

  /** As {@link Storage#at} opens it: {@code file:}, or what a connector adds, as {@code s3a:}. */
  public StreamingConfig withCheckpoint(URI place) {
    return withCheckpoint(Storage.at(place));
  }

  public StreamingConfig withCheckpoint(Storage storage) {
    return with(draft -> draft.checkpoint = Optional.of(storage));
  }

  public StreamingConfig withoutCheckpoint() {
    return with(draft -> draft.checkpoint = Optional.empty());
  }

  public StreamingConfig withCheckpointPolicy(CheckpointPolicy value) {
    return with(draft -> draft.checkpointPolicy = value);
  }

  public StreamingConfig withRetainCheckpoints(int value) {
    return with(draft -> draft.retainCheckpoints = value);
  }

  /**
   * Adds operators whose state, and sources whose offsets, in the checkpoint are not taken over,
   * nor what a batch was planned to read of them and did not commit.
   */
  public StreamingConfig withFresh(String... operators) {
    Set<String> names = new LinkedHashSet<>(fresh);
    names.addAll(Arrays.asList(operators));
    return with(draft -> draft.fresh = names);
  }

  public StreamingConfig withPartitions(int value) {
    return with(draft -> draft.partitions = value);
  }

  public StreamingConfig withThreads(int value) {
    return with(draft -> draft.threads = value);
  }

  public StreamingConfig withMaxBatchRecords(long value) {
    return with(draft -> draft.maxBatchRecords = value);
  }

  public StreamingConfig withMaxBatchBytes(long value) {
    return with(draft -> draft.maxBatchBytes = value);
  }

  /**
   * Fails the pipeline when a batch, from its plan to its output, takes longer: for user code that
   * may hang. Nothing of the batch is committed unless its checkpoint was written before, and it is
   * redone at the next start. Code that does not heed the interrupt is left behind, with the lock
   * on the checkpoint, until the process ends.
   */
  public StreamingConfig withBatchDeadline(Duration value) {
    return with(draft -> draft.batchDeadline = Optional.of(value));
  }

  public StreamingConfig withBackpressure(Backpressure value) {
    return with(draft -> draft.backpressure = Optional.of(value));
  }

  /** Lets learning be skipped, so that predicting goes on, when processing lags. */
  public StreamingConfig withDegrade(DegradePolicy value) {
    return with(draft -> draft.degrade = Optional.of(value));
  }

  public StreamingConfig withClock(Clock value) {
    return with(draft -> draft.clock = value);
  }

  /** Lets another engine compute; it is made when the pipeline starts and closed when it ends. */
  public StreamingConfig withEngine(EngineProvider value) {
    return with(draft -> draft.engine = Optional.of(value));
  }

  /** Leaves SIGINT and SIGTERM alone; whoever embeds the pipeline stops it. */
  public StreamingConfig withoutShutdownHook() {
    return with(draft -> draft.shutdownHook = false);
  }

  /** Checks a name that may become part of a path. */
  static void requireName(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new ConfigurationException(what + " name must match " + NAME + ", got '" + name + "'");
    }
  }

  private static void requireAtLeastOne(String what, long value) {
    if (value < 1) {
      throw new ConfigurationException(what + " must be at least 1, got " + value);
    }
  }

  private StreamingConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.build();
  }

  /** A config on its way from one to the next. */
  private static final class Draft {
    private final String name;
    private Trigger trigger;
    private Optional<Storage> checkpoint;
    private CheckpointPolicy checkpointPolicy;
    private int retainCheckpoints;
    private Set<String> fresh;
    private int partitions;
    private int threads;
    private long maxBatchRecords;
    private long maxBatchBytes;
    private Optional<Duration> batchDeadline;
    private Optional<Backpressure> backpressure;
    private Optional<DegradePolicy> degrade;
    private Clock clock;
    private Optional<EngineProvider> engine;
    private boolean shutdownHook;

    Draft(StreamingConfig from) {
      name = from.name;
      trigger = from.trigger;
      checkpoint = from.checkpoint;
      checkpointPolicy = from.checkpointPolicy;
      retainCheckpoints = from.retainCheckpoints;
      fresh = from.fresh;
      partitions = from.partitions;
      threads = from.threads;
      maxBatchRecords = from.maxBatchRecords;
      maxBatchBytes = from.maxBatchBytes;
      batchDeadline = from.batchDeadline;
      backpressure = from.backpressure;
      degrade = from.degrade;
      clock = from.clock;
      engine = from.engine;
      shutdownHook = from.shutdownHook;
    }

    StreamingConfig build() {
      return new StreamingConfig(
          name,
          trigger,
          checkpoint,
          checkpointPolicy,
          retainCheckpoints,
          fresh,
          partitions,
          threads,
          maxBatchRecords,
          maxBatchBytes,
          batchDeadline,
          backpressure,
          degrade,
          clock,
          engine,
          shutdownHook);
    }
  }
}
