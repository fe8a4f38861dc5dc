package dev.millrace.spark;

import dev.millrace.core.engine.Engine;
import dev.millrace.core.sql.SqlProvider;
import dev.millrace.core.sql.SqlQuery;

/**
 * Spark SQL, found by the service loader for pipelines on a {@link SparkEngine}: the batch stays on
 * the executors, and so do the rows of the result.
 */
public final class SparkSqlProvider implements SqlProvider {
  @Override
  public int priority() {
    return 10;
  }

  @Override
  public boolean supports(Engine engine) {
    return engine instanceof SparkEngine;
  }

  @Override
  public SqlQuery open(String query, Engine engine) {
    return SparkSqlQuery.open(query, (SparkEngine) engine);
  }
}
