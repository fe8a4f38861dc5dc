package dev.millrace.yaml;

import dev.millrace.core.StreamingContext;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sink.Sink;
import dev.millrace.ml.catalog.Suggestion;
import dev.millrace.yaml.Rows.ColumnType;
import dev.millrace.yaml.document.EnvironmentSecret;
import dev.millrace.yaml.document.Key;
import dev.millrace.yaml.document.Kind;
import dev.millrace.yaml.document.WrongKeyException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Tables of databases; the artifact {@code millrace-jdbc} is needed once they are opened. */
final class Jdbc {
  static final String URL =
      "jdbc:postgresql:…, jdbc:sqlite:…, jdbc:h2:… or jdbc:duckdb:…; its driver must be on the class"
          + " path.";
  static final String USER = "Who logs in.";
  static final String PASSWORD = "The password, such as ${env:DB_PASSWORD}.";

  /** Where drivers of the databases that are known are to be had. */
  private static final Map<String, String> DRIVERS =
      new TreeMap<>(
          Map.of(
              "postgresql", "org.postgresql:postgresql",
              "sqlite", "org.xerial:sqlite-jdbc",
              "h2", "com.h2database:h2",
              "duckdb", "org.duckdb:duckdb_jdbc"));

  private static final Pattern PASSWORD_IN_URL =
      Pattern.compile("[?&;]\\s*(password|pwd)\\s*=|//[^/?;]*:[^/?;]*@", Pattern.CASE_INSENSITIVE);

  private Jdbc() {}

  private static void check(
      String url, Optional<String> user, Optional<EnvironmentSecret> password) {
    String database = database(url);
    if (!DRIVERS.containsKey(database)) {
      // What stands behind may be a secret that has slipped in: it is not told.
      throw new WrongKeyException(
          "url",
          "expected jdbc: and a database, got "
              + (database.isEmpty() ? "something else" : "jdbc:" + database + ":…")
              + Suggestion.among("there are", DRIVERS.keySet(), database));
    }
    if (PASSWORD_IN_URL.matcher(url).find()) {
      throw new WrongKeyException(
          "url",
          "it holds a password, which would show; say user: and password: ${env:DB_PASSWORD}");
    }
    if (password.isPresent() && user.isEmpty()) {
      throw new WrongKeyException("password", "expected a user with the password, got none");
    }
  }

  /** What stands between the first two colons of a URL; empty if it is none. */
  private static String database(String url) {
    return url.matches("(?s)jdbc:[A-Za-z0-9]{1,20}:.*") ? url.split(":", 3)[1] : "";
  }

  private static <T> T opened(String url, Supplier<T> opening) {
    T made = Artifact.opened("a database", "millrace-jdbc", opening);
    try {
      DriverManager.getDriver(url);
    } catch (SQLException e) {
      throw new WrongKeyException(
          "url",
          "no driver on the class path knows jdbc:"
              + database(url)
              + "; add "
              + DRIVERS.get(database(url))
              + ", for the millrace command by MILLRACE_CLASSPATH");
    }
    return made;
  }

  @Kind(value = "Follows a table of a database by columns that only grow.", type = "jdbc")
  record JdbcTable(
      @Key(URL) String url,
      @Key("The table or view.") String table,
      @Key(
              value = "The columns by which rows follow each other, the first one first.",
              required = true)
          List<String> order,
      @Key(value = "The columns to read: number or text.", required = true)
          Map<String, ColumnType> columns,
      @Key("How long a transaction may take; rows are read that much later.")
          Optional<Duration> lag,
      @Key(USER) Optional<String> user,
      @Key(PASSWORD) Optional<EnvironmentSecret> password)
      implements SourceSpec {
    JdbcTable {
      check(url, user, password);
    }

    @Override
    public RowStream open(StreamingContext context, String name) {
      return opened(url, () -> JdbcParts.source(this, context, name));
    }
  }

  @Kind(value = "A table of a database, exactly once.", type = "jdbc")
  record JdbcOutput(
      @Key(URL) String url,
      @Key(
              "The table; columns go to those of the same name, case and underscores apart:"
                  + " modelVersion to model_version.")
          String table,
      @Key(
              "The columns by which a row takes the place of an earlier one, with a unique index in"
                  + " the table; default: every row is added.")
          List<String> key,
      @Key(
              value =
                  "Whether to make the table where it is not there: texts VARCHAR, numbers DOUBLE"
                      + " PRECISION, key the primary key.",
              byDefault = "false")
          boolean create,
      @Key(USER) Optional<String> user,
      @Key(PASSWORD) Optional<EnvironmentSecret> password)
      implements SinkSpec {
    JdbcOutput {
      check(url, user, password);
    }

    @Override
    public Sink<Row> open(RowSchema columns) {
      key.forEach(column -> Rows.index(columns, "key", column));
      return opened(url, () -> JdbcParts.sink(this, columns));
    }

    @Override
    public String place() {
      return "table " + table;
    }
  }
}
