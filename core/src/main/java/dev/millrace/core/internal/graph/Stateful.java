package dev.millrace.core.internal.graph;

import dev.millrace.core.checkpoint.Checkpointed;
import dev.millrace.core.engine.Engine;

/**
 * An operator that remembers something between batches. Its user must name it: state is matched by
 * that name, so the rest of the pipeline's code may change around it.
 *
 * @param <S> what it remembers
 */
public interface Stateful<S extends Checkpointed> {
  /**
   * Fresh state for one run.
   *
   * @param partitions how many partitions keyed state is spread over
   */
  S newState(Engine engine, int partitions);
}
