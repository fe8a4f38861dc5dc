package dev.millrace.core.internal.state;

import dev.millrace.core.state.StateBudget;
import dev.millrace.core.state.StateUsage;
import java.util.List;
import java.util.Optional;

/** What the updates of one batch did to a table's budget. */
public final class UsageTally {
  private final StateBudget budget;
  private long batchId = -1;
  private Optional<StateUsage> usage = Optional.empty();

  public UsageTally(StateBudget budget) {
    this.budget = budget;
  }

  /**
   * An update was applied.
   *
   * @param partitions what it did, of all partitions
   */
  public void add(long ofBatch, List<StateCounts> partitions) {
    if (!budget.isLimited()) {
      return;
    }
    Optional<StateUsage> before = ofBatch == batchId ? usage : Optional.empty();
    batchId = ofBatch;
    usage =
        Optional.of(
            new StateUsage(
                partitions.stream().mapToLong(StateCounts::bytes).sum(),
                budget.maxBytes(),
                partitions.stream().mapToLong(StateCounts::spilled).sum(),
                before.map(StateUsage::evictedKeys).orElse(0L)
                    + partitions.stream().mapToLong(StateCounts::evicted).sum(),
                before.map(StateUsage::expiredKeys).orElse(0L)
                    + partitions.stream().mapToLong(StateCounts::expired).sum(),
                before.map(StateUsage::refusedRecords).orElse(0L)
                    + partitions.stream().mapToLong(StateCounts::refused).sum()));
  }

  public Optional<StateUsage> usage() {
    return usage;
  }
}
