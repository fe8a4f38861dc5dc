package dev.millrace.core.engine.local;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.internal.state.StateChanges;
import dev.millrace.core.internal.state.StatePartition;
import dev.millrace.core.internal.state.StateStorage;
import dev.millrace.core.internal.state.TableLog;
import dev.millrace.core.internal.state.UsageTally;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.state.StateTable;
import dev.millrace.core.state.StateUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keyed state in this JVM's memory. */
final class LocalStateTable<K, S> implements StateTable<K, S> {
  /** Fewer changes than this are not worth waking another thread. */
  private static final int MIN_PARALLEL = 1_000;

  private final LocalEngine engine;
  private final StateDescriptor<K, S> descriptor;
  private final List<StatePartition<K, S>> partitions = new ArrayList<>();
  private List<StateChanges<K, S>> pending = List.of();
  private TableLog<K, S> log;
  private final StateStorage<K, S> storage;
  private boolean changedSinceSave = true;
  private long changes = MIN_PARALLEL;
  private final UsageTally tally;

  LocalStateTable(LocalEngine engine, StateDescriptor<K, S> descriptor) {
    this.engine = engine;
    this.descriptor = descriptor;
    for (int i = 0; i < descriptor.partitions(); i++) {
      partitions.add(new StatePartition<>(descriptor));
    }
    log = new TableLog<>(descriptor, 0, partitions);
    storage = new StateStorage<>(descriptor);
    tally = new UsageTally(descriptor.budget());
  }

  LocalEngine engine() {
    return engine;
  }

  StatePartition<K, S> partition(int i) {
    return partitions.get(i);
  }

  int partitions() {
    return partitions.size();
  }

  StateDescriptor<K, S> descriptor() {
    return descriptor;
  }

  /** Keeps the changes of all partitions until they are applied or reverted. */
  void hold(List<StateChanges<K, S>> changes) {
    pending = changes;
  }

  void requireNothingPending() {
    if (!pending.isEmpty()) {
      throw new IllegalStateException(
          "state '"
              + descriptor.name()
              + "' has changes that were neither applied nor reverted: call apply or revert first");
    }
  }

  @Override
  public void apply() {
    List<StateChanges<K, S>> applied = pending;
    pending = List.of();
    long count = applied.stream().mapToLong(StateChanges::size).sum();
    if (!applied.isEmpty()) {
      tally.add(engine.batchId(), applied.stream().map(StateChanges::counts).toList());
    }
    if (count > 0 || isToBeDated()) {
      changedSinceSave = true;
      changes += count;
      engine.onEach(
          applied.size(), count < MIN_PARALLEL, i -> applied.get(i).applyTo(partitions.get(i)));
    }
  }

  private boolean isToBeDated() {
    return descriptor.timed() && partitions.stream().anyMatch(StatePartition::isUndated);
  }

  @Override
  public void revert() {
    pending = List.of();
  }

  @Override
  public long size() {
    return partitions.stream().mapToLong(StatePartition::size).sum();
  }

  @Override
  public Optional<StateUsage> usage() {
    return tally.usage();
  }

  @Override
  public void save(StateWriter out) {
    requireNothingPending();
    StateWriter group = out.detached();
    log.save(group, changes < MIN_PARALLEL ? TableLog.Tasks.sequential() : engine::computeAll);
    storage.save(List.of(group.toBytes()), out);
    changedSinceSave = false;
    changes = 0;
  }

  @Override
  public boolean unchangedSinceSave() {
    return !changedSinceSave;
  }

  @Override
  public void restore(StateReader in) {
    if (size() > 0) {
      throw new IllegalStateException("state '" + descriptor.name() + "' is not empty");
    }
    List<StateReader> groups = storage.groups(in, 1);
    if (groups.isEmpty()) {
      storage.restore(in, partitions);
    } else {
      log.restore(groups.get(0));
      if (!storage.isPlaced(partitions, 0)) {
        spreadAnew();
      }
    }
  }

  /** The hash codes of keys are others than when they were saved. */
  private void spreadAnew() {
    List<StatePartition<K, S>> stored = List.copyOf(partitions);
    partitions.replaceAll(partition -> new StatePartition<>(descriptor));
    log = new TableLog<>(descriptor, 0, partitions);
    storage.spread(stored, partitions);
  }
}
