package dev.millrace.core.internal.sql;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.sql.SqlProvider;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The SQL engines on the class path. */
public final class SqlProviders {
  private SqlProviders() {}

  /**
   * Those there are, in order of priority.
   *
   * @throws ConfigurationException when there is none
   */
  public static List<SqlProvider> all() {
    List<SqlProvider> found =
        ServiceLoader.load(SqlProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparingInt(SqlProvider::priority).reversed())
            .toList();
    if (found.isEmpty()) {
      throw new ConfigurationException(
          "sql needs an SQL engine, and there is none on the class path; add"
              + " dev.millrace:millrace-duckdb");
    }
    return found;
  }

  /**
   * The one for an engine.
   *
   * @throws ConfigurationException when there is none
   */
  public static SqlProvider of(Engine engine) {
    return all().stream()
        .filter(provider -> provider.supports(engine))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "no SQL engine on the class path works with "
                        + engine.getClass().getSimpleName()
                        + "; add dev.millrace:millrace-duckdb, which works with any engine"));
  }
}
