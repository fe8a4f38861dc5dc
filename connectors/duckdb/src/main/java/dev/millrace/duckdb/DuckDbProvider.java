package dev.millrace.duckdb;

import dev.millrace.core.engine.Engine;
import dev.millrace.core.sql.SqlProvider;
import dev.millrace.core.sql.SqlQuery;

/** Found by the service loader; works with every engine, as rows come to the driver. */
public final class DuckDbProvider implements SqlProvider {
  /**
   * The system property that bounds the memory of one query, read when a pipeline starts: a number
   * with a unit, such as {@code 4GB}; default {@code 1GB}. A query that needs more fails; nothing
   * is written to disk.
   */
  public static final String MEMORY_PROPERTY = "millrace.duckdb.memory";

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public boolean supports(Engine engine) {
    return true;
  }

  @Override
  public SqlQuery open(String query, Engine engine) {
    return DuckDbQuery.open(query, engine);
  }
}
