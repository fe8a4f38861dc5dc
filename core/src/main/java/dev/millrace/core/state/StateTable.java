package dev.millrace.core.state;

import dev.millrace.core.checkpoint.Checkpointed;
import java.util.Optional;

/**
 * Keyed state of one operator as an engine keeps it: a value per key, partitioned by key. The
 * driver holds this handle; the values live where the engine computes.
 *
 * <p>Changes made while a batch is computed become part of the table when {@link #apply} is called,
 * and are forgotten by {@link #revert}: a task that is retried starts from the same state.
 */
public interface StateTable<K, S> extends Checkpointed {
  /** Makes the changes of the batch that was just computed part of the table. */
  void apply();

  /** Forgets the changes of the batch that was just computed. */
  void revert();

  /** How many keys there are. */
  long size();

  /**
   * What the batch whose changes were applied last did to the budget, all its updates together;
   * empty if there is none, or before the first batch.
   */
  Optional<StateUsage> usage();
}
