package dev.millrace.core;

import java.io.Serializable;

/**
 * Does something with every batch of a stream, on the driver's thread. See {@link
 * DStream#foreachBatch}.
 */
@FunctionalInterface
public interface BatchConsumer<T> extends Serializable {
  /**
   * Called once per batch, in order, empty batches included.
   *
   * @param batch cached; may be read more than once, valid until the method returns
   */
  void accept(Batch<T> batch, BatchContext context) throws Exception;
}
