package dev.millrace.spark;

import dev.millrace.core.Batch;
import dev.millrace.core.KeyValue;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.engine.KeyPartitioner;
import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.internal.state.StateVisits;
import dev.millrace.core.internal.state.UsageTally;
import dev.millrace.core.state.StateDescriptor;
import dev.millrace.core.state.StateTable;
import dev.millrace.core.state.StateUsage;
import dev.millrace.spark.internal.codec.BlockDecoder;
import dev.millrace.spark.internal.state.StateNote;
import dev.millrace.spark.internal.state.StateVersion;
import dev.millrace.spark.internal.state.TableRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The driver's handle of a table whose partitions lie in the executors' memory. The driver says
 * which version of a partition is meant; an executor that has an older one, or none, catches up
 * from the files that updates leave.
 */
final class SparkStateTable<K, S> implements StateTable<K, S> {
  private final SparkEngine engine;
  private final TableRef<K, S> table;
  private final List<TablePartition> partitions = new ArrayList<>();
  private final TableCheckpoint<K, S> checkpoint;
  private long updates;
  private List<StateNote> pending = List.of();
  private long pendingBatch;
  private final UsageTally tally;
  private boolean changedSinceSave = true;

  SparkStateTable(SparkEngine engine, TableRef<K, S> table) {
    this.engine = engine;
    this.table = table;
    for (int i = 0; i < table.descriptor().partitions(); i++) {
      partitions.add(new TablePartition());
    }
    this.tally = new UsageTally(table.descriptor().budget());
    this.checkpoint = new TableCheckpoint<>(engine, table, partitions);
  }

  SparkEngine engine() {
    return engine;
  }

  private StateDescriptor<K, S> descriptor() {
    return table.descriptor();
  }

  <V, R> Batch<R> update(
      SparkBatch<KeyValue<K, V>> input,
      StateFunction<K, V, S, R> function,
      StateFunction.Visit visit,
      Instant until) {
    requireNothingPending();
    SparkBatch<KeyValue<K, V>> values =
        engine.own(input.exchange(new KeyPartitioner<>(), partitions.size()));
    Chain<KeyValue<K, V>> chain = values.chain();
    Work work = engine.newWork();
    pendingBatch = work.batch().id();
    StateVisits visits = StateVisits.of(descriptor(), visit, until, work.batch());
    Update<K, V, S, R> update =
        new Update<>(
            ++updates,
            function,
            visits,
            partitions.stream().mapToLong(p -> p.version().base()).min().orElse(0));
    UpdateRdd<K, V, S, R> rdd = new UpdateRdd<>(chain, table, update, starts(), work);
    engine.leftovers().persist(rdd);
    pending =
        engine.run(new NoteRdd<>(rdd, work)).stream().map(BlockDecoder::<StateNote>single).toList();
    return new RddBatch<>(engine, Chain.of(rdd), partitions.size());
  }

  private List<Update.Start> starts() {
    List<List<String>> places =
        Balance.of(partitions.stream().map(TablePartition::locations).toList(), engine.executors());
    List<Update.Start> starts = new ArrayList<>();
    for (int i = 0; i < partitions.size(); i++) {
      starts.add(partitions.get(i).start(places.get(i)));
    }
    return starts;
  }

  private void requireNothingPending() {
    if (!pending.isEmpty()) {
      throw new IllegalStateException(
          "state '"
              + descriptor().name()
              + "' has changes that were neither applied nor reverted: call apply or revert first");
    }
  }

  @Override
  public void apply() {
    if (!pending.isEmpty()) {
      tally.add(pendingBatch, pending.stream().map(StateNote::counts).toList());
    }
    for (int i = 0; i < pending.size(); i++) {
      StateNote note = pending.get(i);
      changedSinceSave |= note.changed();
      int partition = i;
      partitions.get(i).updated(updates, note).ifPresent(version -> forget(partition, version));
    }
    pending = List.of();
  }

  @Override
  public void revert() {
    for (int i = 0; i < pending.size(); i++) {
      forget(table.delta(i, updates));
    }
    pending = List.of();
  }

  private void forget(int partition, StateVersion version) {
    forget(table.base(partition, version.base()));
    for (long delta : version.deltas()) {
      forget(table.delta(partition, delta));
    }
  }

  private void forget(String file) {
    table.files().ifPresent(directory -> engine.leftovers().file(file));
  }

  @Override
  public long size() {
    return partitions.stream().mapToLong(TablePartition::keys).sum();
  }

  @Override
  public Optional<StateUsage> usage() {
    return tally.usage();
  }

  @Override
  public void save(StateWriter out) {
    requireNothingPending();
    checkpoint.save(out);
    changedSinceSave = false;
  }

  @Override
  public boolean unchangedSinceSave() {
    return !changedSinceSave;
  }

  @Override
  public void restore(StateReader in) {
    if (size() > 0) {
      throw new IllegalStateException("state '" + descriptor().name() + "' is not empty");
    }
    checkpoint.restore(in, ++updates);
  }
}
