package dev.millrace.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.millrace.core.ConfigurationException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Connections to a database, shared by all of this process that have the same options, and closed
 * with the last of them. Thread-safe.
 */
final class Pool implements AutoCloseable {
  /** So long a caller waits for a connection at a time; how often it does is its own affair. */
  private static final long WAIT_MILLIS = 2_000;

  private static final long IDLE_MILLIS = 60_000;
  private static final Map<JdbcOptions, Shared> POOLS = new HashMap<>();

  private final JdbcOptions options;
  private final HikariDataSource connections;
  private boolean closed;

  private Pool(JdbcOptions options, HikariDataSource connections) {
    this.options = options;
    this.connections = connections;
  }

  /** A pool, and how many use it. */
  private static final class Shared {
    private final HikariDataSource connections;
    private int users;

    Shared(HikariDataSource connections) {
      this.connections = connections;
    }
  }

  /**
   * Begins to use the pool; nobody connects yet.
   *
   * @throws ConfigurationException when no driver on the class path knows the URL
   */
  static Pool of(JdbcOptions options) {
    synchronized (POOLS) {
      Shared shared = POOLS.computeIfAbsent(options, some -> new Shared(open(some)));
      shared.users++;
      return new Pool(options, shared.connections);
    }
  }

  private static HikariDataSource open(JdbcOptions options) {
    requireDriver(options);
    HikariConfig config = new HikariConfig();
    config.setPoolName("millrace-" + options.database());
    config.setDataSource(new DriverDataSource(options.url(), options.properties()));
    config.setMaximumPoolSize(options.connections());
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE_MILLIS);
    config.setConnectionTimeout(WAIT_MILLIS);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  private static void requireDriver(JdbcOptions options) {
    try {
      DriverManager.getDriver(options.url());
    } catch (SQLException e) {
      throw new ConfigurationException(
          "no driver on the class path knows "
              + options.database()
              + "; add the one of the database, such as org.postgresql:postgresql");
    }
  }

  /** A connection that commits by itself; what is not committed when it is closed is undone. */
  Connection connect() throws SQLException {
    return connections.getConnection();
  }

  @Override
  public void close() {
    synchronized (POOLS) {
      Shared shared = POOLS.get(options);
      if (!closed && --shared.users == 0) {
        POOLS.remove(options);
        connections.close();
      }
      closed = true;
    }
  }
}
