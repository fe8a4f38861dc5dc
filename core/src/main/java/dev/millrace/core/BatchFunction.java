package dev.millrace.core;

import java.io.Serializable;

/**
 * Turns whole batches of one stream into batches of another, on the driver's thread. See {@link
 * DStream#transform}.
 */
@FunctionalInterface
public interface BatchFunction<T, R> extends Serializable {
  /**
   * Called once per batch, in order, empty batches included.
   *
   * @param batch computed anew each time it is read; {@link Batch#cache} it to read it twice
   */
  Batch<R> apply(Batch<T> batch, BatchContext context) throws Exception;
}
