package dev.millrace.core.internal.graph;

import dev.millrace.core.checkpoint.Checkpointed;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.state.StateTable;
import dev.millrace.core.state.StateUsage;
import java.util.Optional;

/** A state table, and whether its initial states were put in. */
public final class InitializedTable<K, S> implements Checkpointed, Rows {
  private final StateTable<K, S> table;
  private boolean initialized;
  private boolean savedInitialized;

  InitializedTable(StateTable<K, S> table) {
    this.table = table;
  }

  StateTable<K, S> table() {
    return table;
  }

  boolean isInitialized() {
    return initialized;
  }

  void initialized() {
    initialized = true;
  }

  @Override
  public void save(StateWriter out) {
    out.put("initialized", initialized);
    out.put("table", table::save);
    savedInitialized = initialized;
  }

  @Override
  public void restore(StateReader in) {
    initialized = in.getBoolean("initialized");
    table.restore(in.get("table"));
  }

  @Override
  public boolean unchangedSinceSave() {
    return savedInitialized == initialized && table.unchangedSinceSave();
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
