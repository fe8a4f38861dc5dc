package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;

/** What an operator of one input does to a batch. Stateless. */
@FunctionalInterface
public interface BatchStep<T, R> {
  /**
   * @param where how messages name the operator
   */
  Batch<R> apply(Batch<T> batch, String where, BatchScope scope) throws Exception;
}
