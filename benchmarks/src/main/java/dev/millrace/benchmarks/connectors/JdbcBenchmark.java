package dev.millrace.benchmarks.connectors;

import dev.millrace.benchmarks.Pipelines;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.jdbc.JdbcOptions;
import dev.millrace.jdbc.JdbcSink;
import dev.millrace.jdbc.JdbcSource;
import dev.millrace.jdbc.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per row of four columns: bare JDBC and a pipeline, both with 10,000 rows a
 * transaction and 1,000 a round trip, and both noting with each transaction how far they are.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 4)
@Measurement(iterations = 5, time = 4)
public class JdbcBenchmark {
  private static final int ROWS = 100_000;

  /** So many that starting a pipeline counts for less. */
  private static final int LONGER = 10 * ROWS;

  private static final int BATCH = 10_000;
  private static final int TRIP = 1_000;

  @Param({"postgresql", "sqlite", "h2", "duckdb"})
  private String database;

  private Path directory;
  private PostgresServer server;
  private JdbcOptions options;

  /** Databases in this process are closed with their last connection. */
  private Connection open;

  private int runs;

  /** A row. */
  public record Payment(long id, String card, double amount, int items) {
    static Payment of(long id) {
      return new Payment(id, "card-" + id % 10_000, id * 0.25, (int) (id % 7));
    }
  }

  @Setup
  public void start() throws IOException, SQLException {
    directory = Files.createTempDirectory("millrace-benchmark");
    if (database.equals("postgresql")) {
      server = PostgresServer.start();
      options = server.options();
    } else {
      options = JdbcOptions.of("jdbc:" + database + ":" + directory.resolve("db"));
    }
    options = options.withFetchRows(TRIP);
    open = connect();
    execute("CREATE TABLE progress (id INT PRIMARY KEY, next_batch BIGINT)");
    execute("INSERT INTO progress VALUES (1, 0)");
    fill("input", ROWS);
    fill("longer", LONGER);
  }

  private void fill(String table, int rows) throws SQLException {
    create(table);
    if (database.equals("duckdb")) {
      // What is added row by row takes it a fifth of a millisecond each.
      execute(
          "INSERT INTO "
              + table
              + " SELECT id, 'card-' || id % 10000, id * 0.25, id % 7 FROM range("
              + rows
              + ") AS ids(id)");
    } else {
      plainWrite(table, rows);
    }
  }

  private void create(String table) throws SQLException {
    execute("DROP TABLE IF EXISTS " + table);
    execute(
        "CREATE TABLE "
            + table
            + " (id BIGINT PRIMARY KEY, card VARCHAR(20), amount DOUBLE PRECISION, items INT)");
  }

  @Setup(Level.Invocation)
  public void empty() throws SQLException {
    create("output");
  }

  @TearDown
  public void stop() throws IOException, SQLException {
    open.close();
    if (server != null) {
      server.close();
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    options.properties().forEach(properties::setProperty);
    if (server != null) {
      properties.setProperty("reWriteBatchedInserts", "true");
    }
    return DriverManager.getConnection(options.url(), properties);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void plainWrite(String table, int rows) throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      for (int from = 0; from < rows; from += BATCH) {
        note(connection, from / BATCH);
        try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?, ?, ?)")) {
          for (int id = from; id < from + BATCH; id++) {
            Payment payment = Payment.of(id);
            insert.setLong(1, payment.id());
            insert.setString(2, payment.card());
            insert.setDouble(3, payment.amount());
            insert.setInt(4, payment.items());
            insert.addBatch();
            if ((id + 1) % TRIP == 0) {
              insert.executeBatch();
            }
          }
        }
        connection.commit();
      }
    }
  }

  private static void note(Connection connection, long batch) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE progress SET next_batch = ? WHERE id = 1")) {
      update.setLong(1, batch);
      update.executeUpdate();
    }
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void plainWrite() throws SQLException {
    plainWrite("output", ROWS);
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void millraceWrite() throws InterruptedException {
    String run = "write-" + runs++;
    Pipelines.run(
        BATCH,
        config -> config.withCheckpoint(directory.resolve(run)),
        context ->
            context
                .source("rows", GeneratorSource.bounded(ROWS, Payment::of))
                .to(run, JdbcSink.insert(options, "output", SqlTable.of(Payment.class))));
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double plainRead() throws SQLException {
    return plainRead("input", ROWS);
  }

  @Benchmark
  @OperationsPerInvocation(LONGER)
  public double plainReadLonger() throws SQLException {
    return plainRead("longer", LONGER);
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double millraceRead() throws InterruptedException {
    return millraceRead("input", ROWS);
  }

  @Benchmark
  @OperationsPerInvocation(LONGER)
  public double millraceReadLonger() throws InterruptedException {
    return millraceRead("longer", LONGER);
  }

  private double plainRead(String table, int rows) throws SQLException {
    double sum = 0;
    long last = -1;
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      for (int from = 0; from < rows; from += BATCH) {
        try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT id, card, amount, items FROM "
                    + table
                    + " WHERE id > ? ORDER BY id LIMIT ?")) {
          select.setFetchSize(TRIP);
          select.setLong(1, last);
          select.setInt(2, BATCH);
          try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
              Payment payment =
                  new Payment(row.getLong(1), row.getString(2), row.getDouble(3), row.getInt(4));
              sum += payment.amount();
              last = payment.id();
            }
          }
        }
        note(connection, last);
        connection.commit();
      }
    }
    return sum;
  }

  private double millraceRead(String table, int rows) throws InterruptedException {
    DoubleAdder sum = new DoubleAdder();
    String run = "read-" + runs++;
    Pipelines.run(
        BATCH,
        config -> config.withCheckpoint(directory.resolve(run)),
        context ->
            context
                .source("rows", JdbcSource.records(options, table, Payment.class, "id"))
                .foreachBatch(
                    (batch, scope) ->
                        batch
                            .runPartitions(
                                (partition, values) ->
                                    values.stream().mapToDouble(Payment::amount).sum())
                            .forEach(sum::add)));
    if (sum.sum() != 0.125 * rows * (rows - 1)) {
      throw new IllegalStateException("read " + sum.sum());
    }
    return sum.sum();
  }
}
