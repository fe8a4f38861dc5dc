package dev.millrace.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/** A database to test with, and what tests do there behind the connector's back. */
final class Database {
  /** What there is. */
  enum Kind {
    POSTGRESQL,
    SQLITE,
    H2,
    DUCKDB
  }

  private static final AtomicInteger NAMES = new AtomicInteger();

  private final Kind kind;
  private final JdbcOptions options;

  private Database(Kind kind, JdbcOptions options) {
    this.kind = kind;
    this.options = options;
  }

  /**
   * @param directory where it may leave files
   */
  static Database of(Kind kind, Path directory) {
    String name = "db" + NAMES.incrementAndGet();
    JdbcOptions options =
        switch (kind) {
          case POSTGRESQL -> PostgresServer.shared().options();
          case SQLITE -> JdbcOptions.of("jdbc:sqlite:" + directory.resolve(name));
          case H2 -> JdbcOptions.of("jdbc:h2:" + directory.resolve(name) + ";DB_CLOSE_DELAY=-1");
          case DUCKDB -> JdbcOptions.of("jdbc:duckdb:" + directory.resolve(name));
        };
    return new Database(kind, options);
  }

  JdbcOptions options() {
    return options;
  }

  Kind kind() {
    return kind;
  }

  /** A name that no other test has. */
  static String newName(String prefix) {
    return prefix + "_" + NAMES.incrementAndGet();
  }

  Connection connect() throws SQLException {
    Properties properties = new Properties();
    options.properties().forEach(properties::setProperty);
    return DriverManager.getConnection(options.url(), properties);
  }

  void execute(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Executes a statement once for each list of parameters, in one transaction. */
  void insert(String sql, List<List<Object>> rows) {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (List<Object> row : rows) {
          for (int i = 0; i < row.size(); i++) {
            statement.setObject(i + 1, row.get(i));
          }
          statement.executeUpdate();
        }
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Rows as texts with commas between the columns. */
  List<String> select(String sql) {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          columns.add(row.getString(i));
        }
        rows.add(String.join(",", columns));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return rows;
  }

  @Override
  public String toString() {
    return kind.toString();
  }
}
