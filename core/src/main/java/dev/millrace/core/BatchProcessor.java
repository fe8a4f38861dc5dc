package dev.millrace.core;

import dev.millrace.core.checkpoint.Checkpointed;

/**
 * An operator over whole batches with state of its own, on the driver: how learners join a
 * pipeline. See {@link DStream#process}. Used by one thread.
 */
public interface BatchProcessor<T, R> extends Checkpointed {
  /**
   * Called once per batch, in order, empty batches included.
   *
   * @param batch cached; may be read more than once
   */
  Batch<R> process(Batch<T> batch, BatchContext context) throws Exception;
}
