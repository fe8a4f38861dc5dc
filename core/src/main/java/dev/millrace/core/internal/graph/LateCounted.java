package dev.millrace.core.internal.graph;

import dev.millrace.core.checkpoint.Checkpointed;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.state.StateTable;
import dev.millrace.core.state.StateUsage;
import java.util.Optional;

/** A state table of an operator that leaves late records out, and how many it left out just now. */
public final class LateCounted<K, S> implements Checkpointed, Rows {
  private final StateTable<K, S> table;
  private long lateRecords;

  LateCounted(StateTable<K, S> table) {
    this.table = table;
  }

  StateTable<K, S> table() {
    return table;
  }

  void count(long late) {
    lateRecords = late;
  }

  /** How many there were in the batch at hand. */
  public long lateRecords() {
    return lateRecords;
  }

  @Override
  public void save(StateWriter out) {
    table.save(out);
  }

  @Override
  public void restore(StateReader in) {
    table.restore(in);
  }

  @Override
  public boolean unchangedSinceSave() {
    return table.unchangedSinceSave();
  }

  @Override
  public long rows() {
    return table.size();
  }

  @Override
  public Optional<StateUsage> usage() {
    return table.usage();
  }

  @Override
  public void committed(long batchId) {
    table.committed(batchId);
  }
}
