package dev.millrace.duckdb;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.sql.SqlColumn;
import dev.millrace.core.sql.SqlType;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** An empty database in memory that can reach nothing outside of itself. */
final class Database implements AutoCloseable {
  private static final String CHECK =
      """
      WITH parsed AS (SELECT json_serialize_sql(?) AS j)
      SELECT (j->>'error')::BOOLEAN AS failed,
        j->>'error_message' AS message,
        json_array_length(j, '$.statements') AS statements,
        coalesce(
          nullif(regexp_extract(lower(j::VARCHAR),
            '"column_names":\\["((?:current_|local)(?:timestamp|date|time))"\\]', 1), ''),
          (SELECT min(function_name) FROM duckdb_functions()
            WHERE stability IN ('VOLATILE', 'CONSISTENT_WITHIN_QUERY')
            AND list_contains(
              regexp_extract_all(lower(j::VARCHAR), '"function_name":"([^"]+)"', 1),
              function_name)))
          AS unsteady
      FROM parsed
      """;

  private final DuckDBConnection connection;

  private Database(DuckDBConnection connection) {
    this.connection = connection;
  }

  static Database open(String memory) {
    Properties settings = new Properties();
    settings.setProperty("threads", "1");
    settings.setProperty("memory_limit", memory);
    settings.setProperty("temp_directory", "");
    settings.setProperty("enable_external_access", "false");
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    try {
      Database database =
          new Database((DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", settings));
      database.execute("SET lock_configuration = true");
      return database;
    } catch (SQLException e) {
      throw new ConfigurationException(
          "DuckDB does not start with " + memory + " of memory: " + Errors.line(e), e);
    }
  }

  /**
   * Checks that the text is one SELECT whose result depends on nothing but its table.
   *
   * @throws ConfigurationException in one line
   */
  void requireSelect(String query) throws SQLException {
    try (PreparedStatement check = connection.prepareStatement(CHECK)) {
      check.setString(1, query);
      try (ResultSet result = check.executeQuery()) {
        result.next();
        if (result.getBoolean("failed")) {
          throw new ConfigurationException(
              Errors.line(result.getString("message"))
                  + "; expected one SELECT, with names that are words of SQL in double quotes");
        } else if (result.getLong("statements") != 1) {
          throw new ConfigurationException(
              "expected one SELECT, got " + result.getLong("statements") + " statements");
        } else if (result.getString("unsteady") != null) {
          throw new ConfigurationException(
              result.getString("unsteady")
                  + "() depends on time or chance, so a batch that is redone would give other rows;"
                  + " use a column of the batch instead");
        }
      }
    }
  }

  /** Makes the table batch, without rows. */
  void createBatch(List<SqlColumn> columns) throws SQLException {
    execute(
        columns.stream()
            .map(column -> quoted(column.name()) + " " + name(column.type()))
            .collect(Collectors.joining(", ", "CREATE OR REPLACE TABLE batch (", ")")));
  }

  DuckDBAppender appendToBatch() throws SQLException {
    return connection.createAppender("batch");
  }

  PreparedStatement prepare(String query) throws SQLException {
    return connection.prepareStatement(query);
  }

  private void execute(String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String name(SqlType type) {
    return switch (type) {
      case DECIMAL -> "DECIMAL(38, 18)";
      case TEXT -> "VARCHAR";
      case BOOLEAN, INTEGER, BIGINT, DOUBLE, TIMESTAMP, DATE -> type.name();
    };
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
