package dev.millrace.core;

import java.io.Serializable;

/**
 * Turns batches of two streams into batches of a third, on the driver's thread. See {@link
 * DStream#transformWith}.
 */
@FunctionalInterface
public interface BiBatchFunction<T, U, R> extends Serializable {
  /** Called once per batch, in order, empty batches included; as {@link BatchFunction#apply}. */
  Batch<R> apply(Batch<T> left, Batch<U> right, BatchContext context) throws Exception;
}
