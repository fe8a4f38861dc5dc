package dev.millrace.core.internal.runtime;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchInfo;
import dev.millrace.core.checkpoint.Checkpointed;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.internal.checkpoint.BatchPlan;
import dev.millrace.core.internal.graph.BatchScope;
import dev.millrace.core.internal.graph.Operator;
import dev.millrace.core.internal.graph.Resourceful;
import dev.millrace.core.internal.graph.SourceOperator;
import dev.millrace.core.internal.graph.Stateful;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.OffsetRange;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** One batch while it is computed. */
final class BatchRun implements BatchScope {
  private final Engine engine;
  private final States states;
  private final Resources resources;
  private final BatchPlan plan;
  private final BatchInfo info;
  private final int partitions;
  private final IdentityHashMap<Operator<?>, Integer> readers;
  private final NodeRows rows;
  private final IdentityHashMap<Operator<?>, Batch<?>> batches = new IdentityHashMap<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();

  /**
   * @param readers how many operators and sinks read each operator
   * @param rows counts what comes out of each operator, or nothing
   */
  BatchRun(
      Engine engine,
      States states,
      Resources resources,
      BatchPlan plan,
      int partitions,
      IdentityHashMap<Operator<?>, Integer> readers,
      NodeRows rows) {
    this.engine = engine;
    this.states = states;
    this.resources = resources;
    this.plan = plan;
    this.info = new BatchInfo(plan.batchId(), plan.batchTime());
    this.partitions = partitions;
    this.readers = readers;
    this.rows = rows;
  }

  @Override
  @SuppressWarnings("unchecked") // the operator's own compute made it
  public <T> Batch<T> batch(Operator<T> operator) throws Exception {
    Batch<T> batch = (Batch<T>) batches.get(operator);
    if (batch == null) {
      engine.describe(operator.label());
      batch = rows.counted(operator, operator.compute(this));
      if (readers.get(operator) > 1) {
        batch = batch.cache();
      }
      batches.put(operator, batch);
    }
    return batch;
  }

  @Override
  public <S extends Checkpointed> S state(Stateful<S> operator) {
    return states.of(operator);
  }

  @Override
  public <R extends AutoCloseable> R resource(Resourceful<R> operator) {
    return resources.of(operator);
  }

  @Override
  public List<OffsetRange> ranges(SourceOperator<?> source) {
    return plan.ranges().getOrDefault(source.label(), List.of());
  }

  @Override
  public int partitions() {
    return partitions;
  }

  @Override
  public BatchInfo info() {
    return info;
  }

  @Override
  public boolean isDegraded() {
    return plan.degraded();
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public void reject(DeadLetter letter) {
    deadLetters.add(letter);
  }

  /** What was put aside on the driver, in order. */
  List<DeadLetter> deadLetters() {
    return deadLetters;
  }
}
