package dev.millrace.parquet;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks DuckDB, which reads and writes Parquet by code of its own. */
final class Sql {
  private Sql() {}

  /** The rows of a query's result; none for a statement without. */
  static List<List<Object>> query(String query) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("set timezone = 'UTC'");
      List<List<Object>> rows = new ArrayList<>();
      if (statement.execute(query)) {
        try (ResultSet result = statement.getResultSet()) {
          while (result.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
              row.add(result.getObject(i));
            }
            rows.add(row);
          }
        }
      }
      return rows;
    }
  }
}
