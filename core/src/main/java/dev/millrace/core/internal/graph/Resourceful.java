package dev.millrace.core.internal.graph;

import dev.millrace.core.engine.Engine;

/**
 * An operator that holds something open for as long as a run lasts, and that no checkpoint needs to
 * know.
 *
 * @param <R> what it holds open
 */
public interface Resourceful<R extends AutoCloseable> {
  /**
   * Called once per run, before its first batch; what is wrong with the operator shows here.
   *
   * @throws dev.millrace.core.ConfigurationException naming the operator
   */
  R open(Engine engine);
}
