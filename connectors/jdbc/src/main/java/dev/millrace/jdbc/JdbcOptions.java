package dev.millrace.jdbc;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.source.BadRecordPolicy;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How to reach a database, and how sources and sinks use it; immutable, made by {@link #of} and the
 * {@code with…} methods.
 *
 * <pre>{@code
 * JdbcOptions options =
 *     JdbcOptions.of("jdbc:postgresql://db:5432/shop").withLogin("fraud", password);
 * }</pre>
 *
 * <p>The driver has to be on the class path: none comes with Millrace. Secrets among the properties
 * show in no message and not in {@link #toString}, and a URL that holds a password is refused. A
 * source takes the options along to the machines that read.
 *
 * @param url {@code jdbc:…}, without a password
 * @param properties of the driver, as of its own documentation; those that run code are refused
 * @param patience how long the database may be away before that is an error; from 1 s to 10 min,
 *     default 1 min
 * @param connections most connections of all sources and sinks of a process with equal options,
 *     which share them; a source plans with one while batches are read, and one less is how many
 *     ranges a batch has at most, so a source should have 2 at least; from 1 to 100, default 8
 * @param fetchRows how many rows a source fetches, and a sink sends, at a time; from 1 to 100,000,
 *     default 1,000
 * @param ledger the table where sinks note which batches are in the database; made when it is not
 *     there, default {@code millrace_batches}
 * @param badRecords sources: what becomes of rows that do not fit; default dead letter
 */
public record JdbcOptions(
    String url,
    Map<String, String> properties,
    Duration patience,
    int connections,
    int fetchRows,
    String ledger,
    BadRecordPolicy badRecords)
    implements Serializable {

  public JdbcOptions {
    Objects.requireNonNull(badRecords, "badRecords");
    properties = Map.copyOf(properties);
    JdbcUrl.check(url, properties);
    Names.parts(ledger);
    check(
        patience.compareTo(Duration.ofSeconds(1)) >= 0
            && patience.compareTo(Duration.ofMinutes(10)) <= 0,
        "patience must be from 1 s to 10 min, got " + patience);
    check(connections >= 1 && connections <= 100, "connections from 1 to 100, got " + connections);
    check(fetchRows >= 1 && fetchRows <= 100_000, "fetchRows from 1 to 100,000, got " + fetchRows);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new ConfigurationException(message);
    }
  }

  /** The defaults, for this database. */
  public static JdbcOptions of(String url) {
    return new JdbcOptions(
        url,
        Map.of(),
        Duration.ofMinutes(1),
        8,
        1_000,
        "millrace_batches",
        BadRecordPolicy.DEAD_LETTER);
  }

  /** With the properties {@code user} and {@code password}. */
  public JdbcOptions withLogin(String user, String password) {
    return withProperty("user", user).withProperty("password", password);
  }

  /** With one more property of the driver. */
  public JdbcOptions withProperty(String key, String value) {
    Map<String, String> all = new TreeMap<>(properties);
    all.put(key, value);
    return new JdbcOptions(url, all, patience, connections, fetchRows, ledger, badRecords);
  }

  public JdbcOptions withPatience(Duration newPatience) {
    return new JdbcOptions(
        url, properties, newPatience, connections, fetchRows, ledger, badRecords);
  }

  public JdbcOptions withConnections(int newConnections) {
    return new JdbcOptions(
        url, properties, patience, newConnections, fetchRows, ledger, badRecords);
  }

  public JdbcOptions withFetchRows(int newFetchRows) {
    return new JdbcOptions(
        url, properties, patience, connections, newFetchRows, ledger, badRecords);
  }

  public JdbcOptions withLedger(String newLedger) {
    return new JdbcOptions(
        url, properties, patience, connections, fetchRows, newLedger, badRecords);
  }

  public JdbcOptions withBadRecords(BadRecordPolicy newBadRecords) {
    return new JdbcOptions(
        url, properties, patience, connections, fetchRows, ledger, newBadRecords);
  }

  /** The database, for messages: the URL without its options. */
  String database() {
    return JdbcUrl.plain(url);
  }

  /** Everything but secrets, and but the options of the URL. */
  @Override
  public String toString() {
    return "JdbcOptions["
        + database()
        + ", "
        + Secrets.masked(properties)
        + ", patience "
        + patience
        + ", "
        + connections
        + " connections, "
        + fetchRows
        + " rows at a time, ledger "
        + ledger
        + ", "
        + badRecords
        + "]";
  }
}
