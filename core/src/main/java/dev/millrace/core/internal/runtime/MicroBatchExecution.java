package dev.millrace.core.internal.runtime;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.MillraceException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.Trigger;
import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.CheckpointPolicy;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.engine.EngineReport;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.internal.checkpoint.BatchPlan;
import dev.millrace.core.internal.checkpoint.Journal;
import dev.millrace.core.internal.checkpoint.Sweeper;
import dev.millrace.core.internal.graph.DStreamGraph;
import dev.millrace.core.internal.graph.Operator;
import dev.millrace.core.internal.graph.SourceOperator;
import dev.millrace.core.internal.state.DamagedStateException;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.observe.PipelineStart;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.time.Clock;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a pipeline batch by batch: plan, compute, commit. When the next batch is made is not decided
 * here. Used by one thread.
 *
 * <p>The order is what makes every record count once:
 *
 * <ol>
 *   <li>the plan is durable before anything is read; when more waits, that of the next batch is
 *       made, and made durable, while this one is computed;
 *   <li>sinks stage, state changes in memory;
 *   <li>the checkpoint becomes durable in one step: from here on the batch has happened;
 *   <li>sinks publish, those that can beside the next batch if that waits; state is told that it is
 *       committed; sources may forget.
 * </ol>
 *
 * <p>A failure before step 3 discards what is staged. During step 3 nobody knows whether the batch
 * has happened, so nothing is discarded; the next start finds out.
 */
public final class MicroBatchExecution implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(MicroBatchExecution.class);

  private final StreamingConfig config;
  private final Pipeline pipeline;
  private final Optional<Storage> storage;
  private final StepListener steps;
  private final Clock clock;
  private final Listeners listeners;
  private final BatchDeadline deadline;
  private final DegradeControl degrade;
  private final PlanAhead ahead;
  private final Sweeper sweeper;
  private final List<Closeable> opened = new ArrayList<>();
  private final IdentityHashMap<Operator<?>, Integer> readers = new IdentityHashMap<>();

  private List<Operator<?>> operators = List.of();
  private Optional<Journal> journal = Optional.empty();
  private Engine engine;
  private Inputs inputs;
  private States states;
  private Resources resources;
  private Outputs outputs;

  /** The next batch, and the oldest one that no checkpoint covers. */
  private long next;

  private long firstUncommitted;

  /** The oldest batch that may not be published yet; the next start begins with it. */
  private long firstUnpublished;

  private Instant lastBatchTime = Instant.MIN;
  private long lastCommitNanos;
  private boolean exhausted;

  /** Plans each batch when it is due. */
  public MicroBatchExecution(Pipeline pipeline, Optional<Storage> storage, StepListener steps) {
    this(pipeline, storage, steps, PlanAhead.never(), Sweeper.inline());
  }

  /**
   * @param storage where the checkpoint goes, if there is to be one
   * @param ahead plans the next batch early when a batch is full; closed with this
   * @param sweeper deletes what the checkpoint no longer needs; closed with this
   */
  MicroBatchExecution(
      Pipeline pipeline,
      Optional<Storage> storage,
      StepListener steps,
      PlanAhead ahead,
      Sweeper sweeper) {
    this.ahead = ahead;
    this.sweeper = sweeper;
    this.pipeline = pipeline;
    this.config = pipeline.config();
    this.storage = storage;
    this.steps = steps;
    this.clock = config.clock();
    this.listeners = new Listeners(pipeline.listeners());
    this.degrade = new DegradeControl(config.degrade());
    this.deadline = new BatchDeadline(config.name(), config.batchDeadline(), this::whereabouts);
  }

  /** Recovers: everything is as it was after the newest checkpoint, and its output published. */
  public PipelineStart open() throws IOException {
    pipeline.validate();
    operators = pipeline.graph().operators();
    countReaders();
    if (storage.isPresent()) {
      journal =
          Optional.of(
              keep(
                  Journal.open(storage.get(), config.name(), config.retainCheckpoints(), sweeper)));
    }
    engine =
        config
            .engine()
            .<Engine>map(EngineProvider::create)
            .orElseGet(() -> LocalEngine.withThreads(config.threads()));
    opened.add(engine::close);
    resources = keep(new Resources());
    resources.open(operators, engine);
    restoreStates();
    Optional<Checkpoint> newest = journal.flatMap(Journal::newest);
    ConnectorDirectories directories = keep(new ConnectorDirectories(config));
    openInputs(newest, directories);
    newest.ifPresent(inputs::requireAll);
    openOutputs(newest.map(Checkpoint::batchId).orElse(-1L), directories);
    newest.ifPresentOrElse(this::goOnAfter, () -> outputs.discard(0));
    if (config.degrade().isPresent() && newest.isPresent()) {
      degrade.redo(journal.orElseThrow().wasDegraded(newest.get().batchId()));
    }
    lastCommitNanos = clock.nanos();
    return new PipelineStart(
        config.name(),
        journal.map(Journal::run).orElse(1L),
        next - 1,
        journal.map(Journal::damaged).orElse(List.of()),
        config.trigger() instanceof Trigger.Interval every
            ? Optional.of(every.interval())
            : Optional.empty(),
        pipeline.graph().description());
  }

  /**
   * Runs the next batch if an earlier run planned it: exactly as planned, but for sources that
   * start afresh, whose old ranges would take them past their beginning.
   *
   * @return whether there was one
   */
  public boolean redo() throws IOException {
    Optional<BatchPlan> plan = journal.isPresent() ? journal.get().plan(next) : Optional.empty();
    if (plan.isEmpty()) {
      return false;
    }
    LOG.info("{}: redoing batch {} as planned", config.name(), next);
    BatchTimes times = new BatchTimes(clock, 0);
    degrade.redo(plan.get().degraded());
    BatchPlan redone = plan.get().without(config.fresh());
    if (!redone.equals(plan.get())) {
      write(redone);
    }
    times.planned();
    run(redone, times, false);
    return true;
  }

  /**
   * Plans and runs a new batch.
   *
   * @param time the instant that it stands for; moved forward if it lies before the last one's
   * @param delayNanos how long after it was due the batch begins
   * @param evenIfEmpty whether a batch without records is run too
   * @return whether a batch was run
   */
  public boolean runNew(Instant time, long delayNanos, boolean evenIfEmpty) {
    BatchTimes times = new BatchTimes(clock, delayNanos);
    Optional<BatchPlan> plan =
        ahead.isBegun() ? ahead.take() : plan(next, time, delayNanos, evenIfEmpty);
    exhausted = inputs.exhausted();
    if (plan.isEmpty()) {
      return false;
    }
    times.planned();
    run(plan.get(), times, mayPlanAhead());
    return true;
  }

  /** Whether more waits, so that planning it while this batch is computed is of use. */
  private boolean mayPlanAhead() {
    return journal.isPresent() && config.degrade().isEmpty() && inputs.mayHaveMore() && !exhausted;
  }

  /** Chooses what a batch reads and, unless that is not to be run, makes it durable. */
  private Optional<BatchPlan> plan(
      long batchId, Instant time, long delayNanos, boolean evenIfEmpty) {
    Instant batchTime = time.isBefore(lastBatchTime) ? lastBatchTime : time;
    var ranges = inputs.plan();
    boolean degraded = degrade.decide(Duration.ofNanos(delayNanos), inputs.isFull());
    BatchPlan plan = new BatchPlan(batchId, batchTime, ranges, degraded);
    if (plan.isEmpty() && (inputs.exhausted() || !evenIfEmpty)) {
      return Optional.empty();
    }
    steps.at(BatchStep.PLAN, batchId);
    if (journal.isPresent() && !ahead.isClosed()) {
      write(plan);
    }
    return Optional.of(plan);
  }

  /** Whether all sources said, when last asked, that everything is planned. */
  public boolean exhausted() {
    return exhausted;
  }

  /** Commits what was computed since the last checkpoint, and waits until all is published. */
  public void commitPending() {
    if (firstUncommitted < next) {
      commit(next - 1, new BatchTimes(clock, 0));
      deadline.end();
    }
    awaitPublished();
  }

  /** How many keys or held values each named part has that can tell. */
  public Map<String, Long> stateRows() {
    return states.rows();
  }

  Listeners listeners() {
    return listeners;
  }

  BatchDeadline deadline() {
    return deadline;
  }

  /** Lets go of everything, last opened first; what is not committed stays for the next start. */
  @Override
  public void close() throws IOException {
    deadline.close();
    ahead.close();
    IOException failure = new IOException("closing '" + config.name() + "' failed");
    try {
      withdrawUnused();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    for (int i = opened.size() - 1; i >= 0; i--) {
      try {
        opened.get(i).close();
      } catch (IOException | RuntimeException e) {
        failure.addSuppressed(e);
      }
    }
    opened.clear();
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  /** A plan of which nothing was read binds nobody; the next start may plan otherwise. */
  private void withdrawUnused() throws IOException {
    Optional<BatchPlan> unused = ahead.made();
    if (unused.isPresent() && journal.isPresent()) {
      journal.get().withdraw(unused.get());
    }
  }

  /** As if the process were gone: only what the system would take back is given back. */
  public void abandon() throws IOException {
    deadline.close();
    ahead.close();
    if (inputs != null) {
      inputs.close(); // a process takes the threads and sockets that receive with it
    }
    if (resources != null) {
      resources.close();
    }
    if (engine != null) {
      engine.close();
    }
    if (journal.isPresent()) {
      journal.get().close();
    }
    opened.clear();
  }

  /** From the newest checkpoint whose state files are whole. */
  private void restoreStates() throws IOException {
    while (true) {
      states = new States(operators, engine, config.partitions());
      Optional<Checkpoint> newest = journal.flatMap(Journal::newest);
      try {
        newest.ifPresent(
            checkpoint ->
                states.restore(checkpoint, journal.map(Journal::storage), config.fresh()));
        break;
      } catch (DamagedStateException e) {
        journal.orElseThrow().passOver(e);
      }
    }
    if (journal.isPresent()) {
      journal.get().recovered();
    }
  }

  private void openInputs(Optional<Checkpoint> newest, ConnectorDirectories directories) {
    inputs = keep(new Inputs(config));
    for (Operator<?> operator : operators) {
      if (operator instanceof SourceOperator<?> source) {
        String name = source.label();
        boolean known = newest.isPresent() && !config.fresh().contains(name);
        inputs.open(
            source,
            directories.ofSource(name),
            known ? newest.get().offsets().getOrDefault(name, Map.of()) : Map.of());
      }
    }
  }

  private void openOutputs(long committed, ConnectorDirectories directories) {
    outputs =
        keep(new Outputs(clock, steps, new PublishBehind("millrace-publish-" + config.name())));
    for (DStreamGraph.Output<?> output : pipeline.graph().outputs()) {
      outputs.open(output, sinkContext(output.name(), committed, directories));
    }
    if (pipeline.deadLetters().isPresent()) {
      outputs.openDeadLetters(
          pipeline.deadLetters().get(), sinkContext(Pipeline.DEAD_LETTERS, committed, directories));
    }
  }

  private SinkContext sinkContext(String name, long committed, ConnectorDirectories directories) {
    return new SinkContext(config.name(), name, directories.ofSink(name), committed);
  }

  private void goOnAfter(Checkpoint checkpoint) {
    long committed = checkpoint.batchId();
    for (long batchId = checkpoint.firstBatchId(); batchId <= committed; batchId++) {
      outputs.publish(batchId);
    }
    outputs.discard(committed + 1);
    states.committed(committed);
    next = committed + 1;
    firstUncommitted = next;
    firstUnpublished = next;
    lastBatchTime = checkpoint.batchTime();
    LOG.info("{}: going on after batch {}", config.name(), committed);
  }

  private void run(BatchPlan plan, BatchTimes times, boolean planNext) {
    inputs.advance(plan);
    lastBatchTime = plan.batchTime();
    if (planNext) {
      ahead.begin(() -> plan(plan.batchId() + 1, clock.instant(), 0, false));
    }
    EngineReport report;
    List<DeadLetter> letters = new ArrayList<>();
    NodeRows rows =
        !pipeline.graph().ships() && listeners.wantNodeRows()
            ? NodeRows.of(operators)
            : NodeRows.none();
    deadline.begin(plan.batchId());
    try {
      steps.at(BatchStep.COMPUTE, plan.batchId());
      report = compute(plan, letters, rows);
      deadline.check();
    } catch (SimulatedCrash e) {
      throw e;
    } catch (Throwable e) {
      throw abort(plan.batchId(), e);
    }
    next = plan.batchId() + 1;
    times.computed();
    boolean committed = isCommitDue(plan.batchId());
    if (committed) {
      commit(plan.batchId(), times);
    } else {
      awaitPublished();
    }
    deadline.end();
    deadline.check();
    ahead.await();
    inputs.processed(plan, times.working(), times.delay());
    if (!listeners.isEmpty()) {
      var batch =
          times.report(
              plan, letters, rows.counts(), report.jobs(), states, committed, inputs.progress());
      listeners.tell(listener -> listener.onBatch(batch));
    }
  }

  private EngineReport compute(BatchPlan plan, List<DeadLetter> letters, NodeRows rows)
      throws Exception {
    BatchRun scope =
        new BatchRun(engine, states, resources, plan, config.partitions(), readers, rows);
    engine.beginBatch(scope.info());
    for (Operator<?> operator : operators) {
      scope.batch(operator);
    }
    outputs.stage(plan.batchId(), scope);
    EngineReport report = engine.endBatch();
    letters.addAll(report.deadLetters());
    letters.addAll(scope.deadLetters());
    if (outputs.takesDeadLetters()) {
      outputs.stageDeadLetters(plan.batchId(), letters, engine);
    } else {
      DeadLetterLog.warn(plan.batchId(), letters);
    }
    return report;
  }

  /** What a batch that takes too long is doing, told by the thread that watches it. */
  private String whereabouts(Thread thread) {
    return outputs.holdsUp(thread).orElseGet(() -> Whereabouts.of(thread));
  }

  private boolean isCommitDue(long batchId) {
    if (config.checkpointPolicy() instanceof CheckpointPolicy.EveryBatches every) {
      return (batchId + 1) % every.batches() == 0;
    }
    CheckpointPolicy.EveryInterval every =
        (CheckpointPolicy.EveryInterval) config.checkpointPolicy();
    return clock.nanos() - lastCommitNanos >= every.interval().toNanos();
  }

  private void commit(long batchId, BatchTimes times) {
    steps.at(BatchStep.COMMIT, batchId);
    try {
      if (journal.isPresent()) {
        times.checkpointing();
        times.checkpointed(journal.get().write(checkpoint(batchId, journal.get())));
      }
      publish(batchId);
      lastCommitNanos = clock.nanos();
      awaitPlan(batchId);
      if (ahead.made().isEmpty()) {
        awaitPublished();
      }
      steps.at(BatchStep.ACKNOWLEDGE, batchId);
      states.committed(batchId);
      acknowledge();
    } catch (IOException | CheckpointException e) {
      throw new CheckpointException(where(batchId) + " could not be committed: " + reason(e), e);
    } catch (RuntimeException e) {
      throw new MillraceException(where(batchId) + " could not be committed: " + reason(e), e);
    }
    times.committed();
  }

  /** Publishes what was committed; where more waits, sinks that can do so while it is computed. */
  private void publish(long batchId) {
    awaitPublished();
    long first = firstUncommitted;
    firstUncommitted = batchId + 1;
    if (!ahead.isBegun()) {
      for (long covered = first; covered <= batchId; covered++) {
        outputs.publish(covered);
      }
      firstUnpublished = firstUncommitted;
    } else if (!outputs.beginPublishing(first, batchId)) {
      firstUnpublished = firstUncommitted;
    }
  }

  private void awaitPublished() {
    outputs.await();
    firstUnpublished = firstUncommitted;
  }

  /** What the next batch's plan takes is no time of this one. */
  private void awaitPlan(long batchId) {
    deadline.end();
    deadline.check();
    ahead.await();
    deadline.begin(batchId);
  }

  private Checkpoint checkpoint(long batchId, Journal to) {
    return new Checkpoint(
        config.name(),
        batchId,
        lastBatchTime,
        firstUnpublished,
        to.run(),
        inputs.offsets(),
        states.save(to.files(batchId)),
        states.files());
  }

  /** Sources keep what recovery would read again if it fell back to the oldest checkpoint. */
  private void acknowledge() throws IOException {
    if (pipeline.isMuted()) {
      return;
    }
    if (journal.isEmpty()) {
      inputs.committed(inputs.offsets());
      return;
    }
    journal.get().clean();
    Optional<Checkpoint> oldest = journal.get().oldestRetained();
    if (oldest.isPresent()) {
      inputs.committed(oldest.get().offsets());
    }
  }

  private void write(BatchPlan plan) {
    try {
      journal.get().write(plan);
    } catch (IOException e) {
      throw new CheckpointException(
          where(plan.batchId()) + " could not be planned: " + reason(e), e);
    }
  }

  private MillraceException abort(long batchId, Throwable cause) {
    MillraceException failure =
        new MillraceException(where(batchId) + " failed: " + reason(cause), cause);
    addTo(failure, outputs::await);
    addTo(failure, () -> outputs.discard(firstUncommitted));
    return failure;
  }

  private static void addTo(MillraceException failure, Runnable rest) {
    try {
      rest.run();
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  private void countReaders() {
    for (Operator<?> operator : operators) {
      readers.merge(operator, 0, Integer::sum);
      for (Operator<?> input : operator.inputs()) {
        readers.merge(input, 1, Integer::sum);
      }
    }
    for (DStreamGraph.Output<?> output : pipeline.graph().outputs()) {
      readers.merge(output.operator(), 1, Integer::sum);
    }
  }

  private <C extends Closeable> C keep(C resource) {
    opened.add(resource);
    return resource;
  }

  private String where(long batchId) {
    return "pipeline '" + config.name() + "': batch " + batchId;
  }

  private static String reason(Throwable cause) {
    return cause instanceof MillraceException ? cause.getMessage() : cause.toString();
  }
}
