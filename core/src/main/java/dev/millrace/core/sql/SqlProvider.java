package dev.millrace.core.sql;

import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.EngineExtension;

/** An SQL engine, found by {@link java.util.ServiceLoader}. */
public interface SqlProvider extends EngineExtension {
  /**
   * Gets a query ready for one run of a pipeline.
   *
   * @param query one SELECT, over the table {@code batch}
   * @throws dev.millrace.core.ConfigurationException when it is none, in one line
   */
  SqlQuery open(String query, Engine engine);
}
