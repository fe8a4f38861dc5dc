package dev.millrace.jdbc;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SinkException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A row per sink that says which batches are in the database, and who writes. It changes in the
 * transactions that write the batches.
 *
 * <p>Why that is enough: whoever begins to write puts a name of its own into the row. Every later
 * transaction of an earlier writer finds another name there and writes nothing; one that is under
 * way holds the row, and the new writer waits for its end. So a batch is written only on top of the
 * number that says that it was not.
 */
final class Ledger {
  private final String table;
  private final String sink;

  /** The one who writes, as long as no other begins. */
  private final String owner = UUID.randomUUID().toString();

  private Ledger(String table, String sink) {
    this.table = table;
    this.sink = sink;
  }

  /** The row of a sink, in a table that is made when it is not there. */
  static Ledger open(Connection connection, String table, String sink) throws SQLException {
    try {
      return new Ledger(Table.of(connection, table).quoted(), sink);
    } catch (ConfigurationException e) {
      String quoted = Names.quoted(Names.parts(table), ".");
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE TABLE IF NOT EXISTS "
                + quoted
                + " (sink VARCHAR(255) NOT NULL PRIMARY KEY, next_batch BIGINT NOT NULL,"
                + " owner VARCHAR(36) NOT NULL)");
      }
      return new Ledger(quoted, sink);
    }
  }

  /**
   * Begins to write. To be called in a transaction.
   *
   * @return the first batch that is not in the database; empty when that is not known
   */
  OptionalLong claim(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE " + table + " SET owner = ? WHERE sink = ?")) {
      update.setString(1, owner);
      update.setString(2, sink);
      if (update.executeUpdate() == 0) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(read(connection).next());
  }

  /** Says that all batches before {@code next} count as written. To be called in a transaction. */
  void begin(Connection connection, long next) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO " + table + " (sink, next_batch, owner) VALUES (?, ?, ?)")) {
      insert.setString(1, sink);
      insert.setLong(2, next);
      insert.setString(3, owner);
      insert.executeUpdate();
    }
  }

  /**
   * Notes that this transaction writes a batch.
   *
   * @return false when the database has it
   * @throws SinkException when somebody else has begun to write
   */
  boolean advance(Connection connection, long batchId) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE "
                + table
                + " SET next_batch = ? WHERE sink = ? AND owner = ? AND next_batch <= ?")) {
      update.setLong(1, batchId + 1);
      update.setString(2, sink);
      update.setString(3, owner);
      update.setLong(4, batchId);
      if (update.executeUpdate() == 1) {
        return true;
      }
    }
    Entry entry = read(connection);
    if (!entry.owner().equals(owner)) {
      throw new SinkException(
          "another process writes as '"
              + sink
              + "' by now; stop all but one process of the pipeline. Nothing is lost, what is"
              + " staged is published by the next start");
    }
    return false;
  }

  private record Entry(long next, String owner) {}

  private Entry read(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT next_batch, owner FROM " + table + " WHERE sink = ?")) {
      select.setString(1, sink);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new SinkException(
              "the row of the sink '" + sink + "' has gone from " + table + "; start again");
        }
        return new Entry(row.getLong(1), row.getString(2));
      }
    }
  }

  @Override
  public String toString() {
    return "the row of the sink '" + sink + "' in " + table;
  }
}
