package dev.millrace.jdbc;

import dev.millrace.core.ConfigurationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** What differs between databases. */
enum Dialect {
  POSTGRESQL("PostgreSQL"),
  SQLITE("SQLite"),
  H2("H2"),
  DUCKDB("DuckDB");

  private final String product;

  Dialect(String product) {
    this.product = product;
  }

  static Dialect of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return Arrays.stream(values())
        .filter(some -> some.product.equalsIgnoreCase(product))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "no dialect for "
                        + product
                        + "; there are "
                        + Arrays.stream(values())
                            .map(some -> some.product)
                            .collect(Collectors.joining(", "))));
  }

  /**
   * Makes a connection ready for looking for rows, and reading them, in their order; what it sets
   * ends with the transaction.
   */
  void beginReading(Connection connection) throws SQLException {
    if (this == POSTGRESQL) {
      connection.setAutoCommit(false); // else rows come all at once, not bit by bit
      try (Statement statement = connection.createStatement()) {
        // Where statistics lag behind the table, few rows are expected, and all of them sorted. The
        // condition is for what only passes for PostgreSQL, and has no such setting.
        statement.execute(
            "SELECT set_config('enable_bitmapscan', 'off', true)"
                + " WHERE current_setting('enable_bitmapscan', true) IS NOT NULL");
      }
    }
  }

  /** A statement that adds a row. */
  String insert(String table, List<String> columns) {
    return "INSERT INTO " + table + row(columns);
  }

  /**
   * A statement that adds a row, or replaces the columns of the one that has its key.
   *
   * @param key some of the columns
   */
  String upsert(String table, List<String> columns, List<String> key) {
    if (this == H2) {
      return "MERGE INTO "
          + table
          + " ("
          + Names.quoted(columns, ", ")
          + ") KEY ("
          + Names.quoted(key, ", ")
          + ") VALUES ("
          + places(columns)
          + ")";
    }
    List<String> others = new ArrayList<>(columns);
    others.removeAll(key);
    String update =
        others.stream()
            .map(Names::quoted)
            .map(column -> column + " = excluded." + column)
            .collect(Collectors.joining(", "));
    return insert(table, columns)
        + " ON CONFLICT ("
        + Names.quoted(key, ", ")
        + ") DO "
        + (others.isEmpty() ? "NOTHING" : "UPDATE SET " + update);
  }

  private static String row(List<String> columns) {
    return " (" + Names.quoted(columns, ", ") + ") VALUES (" + places(columns) + ")";
  }

  private static String places(List<String> columns) {
    return String.join(", ", Collections.nCopies(columns.size(), "?"));
  }
}
