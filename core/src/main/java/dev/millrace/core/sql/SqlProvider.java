package dev.millrace.core.sql;

import dev.millrace.core.engine.Engine;

/**
 * An SQL engine, found by {@link java.util.ServiceLoader}. Of those that support the pipeline's
 * engine, the one of the highest priority runs its queries.
 */
public interface SqlProvider {
  /** Higher goes first; no two providers that support one engine have the same. */
  int priority();

  boolean supports(Engine engine);

  /**
   * Gets a query ready for one run of a pipeline.
   *
   * @param query one SELECT, over the table {@code batch}
   * @throws dev.millrace.core.ConfigurationException when it is none, in one line
   */
  SqlQuery open(String query, Engine engine);
}
