package dev.millrace.core;

import dev.millrace.core.checkpoint.Checkpointed;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.state.StateUsage;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An operator over whole batches with state of its own, on the driver: how learners join a
 * pipeline. See {@link DStream#process}. Used by one thread.
 */
public interface BatchProcessor<T, R> extends Checkpointed {
  /**
   * Called once, before state is restored and the first batch comes: the place to make keyed state,
   * which is then {@linkplain #save saved}, {@linkplain #restore restored} and told of commits with
   * this processor. Does nothing unless implemented.
   *
   * @param partitions how many partitions keyed state is spread over
   */
  default void open(Engine engine, int partitions) {}

  /**
   * Called once per batch, in order, empty batches included.
   *
   * @param batch cached, unless the processor {@linkplain #readsOnce reads it once}
   */
  Batch<R> process(Batch<T> batch, BatchContext context) throws Exception;

  /**
   * Whether it reads each batch at most once, and none of it later. Rows are then not kept for it,
   * but computed as it reads them: large batches cost no memory, and small ones stay in the caches.
   */
  default boolean readsOnce() {
    return false;
  }

  /** How many rows of the last batch it passed over because the batch was degraded. */
  default long skippedRows() {
    return 0;
  }

  /**
   * How much it remembers of what grows with the rows, and what the last batch made it give up;
   * empty if nothing grows.
   */
  default Optional<StateUsage> usage() {
    return Optional.empty();
  }

  /** How many keys of keyed state there are, for reports; empty if it keeps none. */
  default OptionalLong stateRows() {
    return OptionalLong.empty();
  }
}
