package dev.millrace.jdbc;

import dev.millrace.core.ConfigurationException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A table or view as it is in the database. Immutable.
 *
 * @param name as the user calls it
 * @param quoted as SQL takes it
 */
record Table(Dialect dialect, String name, String quoted, List<Column> columns) {
  /**
   * Looks a table up: by its exact name, or else by that name in the case that the database gives
   * to names without quotes.
   *
   * @throws MissingTableException when there is none
   * @throws ConfigurationException when it cannot be read
   */
  static Table of(Connection connection, String name) throws SQLException {
    SQLException failure = null;
    for (String quoted : candidates(connection.getMetaData(), name)) {
      try {
        return new Table(Dialect.of(connection), name, quoted, columns(connection, quoted));
      } catch (SQLException e) {
        if (Failures.isPassing(e)) {
          throw e;
        }
        failure = failure == null || saysMore(e, failure) ? e : failure;
      }
    }
    String message = "the table '" + name + "' cannot be read: " + Failures.line(failure);
    throw Failures.isMissingTable(failure)
        ? new MissingTableException(message)
        : new ConfigurationException(message);
  }

  /** Of two names, that of a table that is there tells why it cannot be read. */
  private static boolean saysMore(SQLException failure, SQLException earlier) {
    return Failures.isMissingTable(earlier) && !Failures.isMissingTable(failure);
  }

  private static Set<String> candidates(DatabaseMetaData database, String name)
      throws SQLException {
    Set<String> candidates = new LinkedHashSet<>();
    candidates.add(Names.quoted(Names.parts(name), "."));
    if (database.storesUpperCaseIdentifiers()) {
      candidates.add(Names.quoted(Names.parts(name.toUpperCase(Locale.ROOT)), "."));
    }
    if (database.storesLowerCaseIdentifiers()) {
      candidates.add(Names.quoted(Names.parts(name.toLowerCase(Locale.ROOT)), "."));
    }
    return candidates;
  }

  private static List<Column> columns(Connection connection, String quoted) throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("SELECT * FROM " + quoted + " WHERE 1 = 0")) {
      ResultSetMetaData data = none.getMetaData();
      for (int i = 1; i <= data.getColumnCount(); i++) {
        columns.add(
            new Column(data.getColumnName(i), data.getColumnType(i), data.getColumnTypeName(i)));
      }
    }
    return List.copyOf(columns);
  }

  /**
   * The column of a name: the same, or else the only one that differs in case and underscores.
   *
   * @throws ConfigurationException when there is none, or several
   */
  Column column(String wanted) {
    return find(column -> column.name().equals(wanted))
        .or(() -> find(column -> column.name().equalsIgnoreCase(wanted)))
        .or(() -> find(column -> Names.loose(column.name()).equals(Names.loose(wanted))))
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "the table '"
                        + name
                        + "' has no column '"
                        + wanted
                        + "' (or several that differ in case); there are "
                        + columns.stream().map(Column::name).collect(Collectors.joining(", "))));
  }

  private Optional<Column> find(Predicate<Column> test) {
    List<Column> found = columns.stream().filter(test).toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  List<Column> columns(List<String> wanted) {
    return wanted.stream().map(this::column).toList();
  }
}
