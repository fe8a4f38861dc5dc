package dev.millrace.jdbc;

import dev.millrace.core.ConfigurationException;

/** What drivers are told besides what the user says. */
final class Drivers {
  private static final String REWRITE = "reWriteBatchedInserts";

  private Drivers() {}

  /** Many rows a statement: three times as fast in PostgreSQL. */
  static JdbcOptions forInsert(JdbcOptions options) {
    return isPostgres(options) && !options.properties().containsKey(REWRITE)
        ? options.withProperty(REWRITE, "true")
        : options;
  }

  /** One row a statement, since PostgreSQL does not replace a row twice in one. */
  static JdbcOptions forUpsert(JdbcOptions options) {
    if (isPostgres(options) && JdbcUrl.isOn(REWRITE, options.url(), options.properties())) {
      throw new ConfigurationException(
          REWRITE
              + " puts rows of one key into one statement, which PostgreSQL refuses; leave it"
              + " out for an upsert");
    }
    return options;
  }

  private static boolean isPostgres(JdbcOptions options) {
    return options.url().startsWith("jdbc:postgresql:");
  }
}
