package dev.millrace.jdbc;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What failures of a database mean, and how they are told. */
final class Failures {
  /** Of SQLite: another connection writes, or has locked a table. */
  private static final Set<Integer> SQLITE_BUSY = Set.of(5, 6);

  /** Starting, stopping, out of connections; lock taken, deadlock, serialization. */
  private static final Set<String> PASSING_STATES =
      Set.of("57P01", "57P02", "57P03", "53300", "40001", "40P01", "HYT00", "55P03");

  /** Of PostgreSQL; of H2 without and with similar names, and where there is no table at all. */
  private static final Set<String> MISSING_TABLE_STATES =
      Set.of("42P01", "42S02", "42S03", "42S04");

  /** Of SQLite and DuckDB, which have no code for it. */
  private static final Pattern MISSING_TABLE_WORDS =
      Pattern.compile("no such table: |Table with name .* does not exist");

  private Failures() {}

  /** Whether the same may succeed a little later, on another connection. */
  static boolean isPassing(SQLException failure) {
    boolean isPassing = false;
    for (SQLException some : chain(failure)) {
      String state = some.getSQLState() == null ? "" : some.getSQLState();
      if (state.startsWith("28") || state.startsWith("3D")) {
        return false; // a login that is wrong, a database that is not there
      }
      isPassing |=
          state.startsWith("08")
              || PASSING_STATES.contains(state)
              || some instanceof SQLTransientException
              || some instanceof SQLRecoverableException
              || some instanceof SQLNonTransientConnectionException
              || isBusy(some);
    }
    return isPassing;
  }

  /** Whether what was asked for is a table that is not there. */
  static boolean isMissingTable(SQLException failure) {
    return failure.getSQLState() == null
        ? MISSING_TABLE_WORDS.matcher(String.valueOf(failure.getMessage())).find()
        : MISSING_TABLE_STATES.contains(failure.getSQLState());
  }

  private static boolean isBusy(SQLException failure) {
    return failure.getClass().getName().startsWith("org.sqlite.")
        && SQLITE_BUSY.contains(failure.getErrorCode() & 0xff);
  }

  /** The failure, its causes and its next ones. */
  private static Set<SQLException> chain(SQLException failure) {
    Set<SQLException> chain = new LinkedHashSet<>();
    for (Throwable some = failure; some != null; some = some.getCause()) {
      for (Throwable next = some; next instanceof SQLException known; ) {
        chain.add(known);
        next = known.getNextException();
      }
    }
    return chain;
  }

  /** What databases said, in one line, the first and the last cause of it. */
  static String line(SQLException failure) {
    Set<String> texts = new LinkedHashSet<>();
    for (SQLException some : chain(failure)) {
      texts.add(
          String.valueOf(some.getMessage())
              .lines()
              .takeWhile(line -> !line.isBlank())
              .map(String::strip)
              .collect(Collectors.joining(" ")));
    }
    return String.join(": ", texts);
  }
}
