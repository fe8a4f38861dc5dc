package dev.millrace.benchmarks.connectors;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.sql.SqlQuery;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.duckdb.DuckDbProvider;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Loads a batch of records of five columns into DuckDB and groups it; the score is microseconds per
 * batch. The plain loop appends each component by hand to a table of the same settings.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SqlBenchmark {
  private static final String QUERY =
      "SELECT symbol, count(*) AS n, sum(price * size) AS turnover FROM batch GROUP BY symbol";

  /** A row. */
  public record Trade(long id, String symbol, double price, double size, long millis) {}

  @Param({"1", "1000", "100000"})
  public int rows;

  private final List<Trade> trades = new ArrayList<>();
  private Engine engine;
  private final SqlTable<Trade> table = SqlTable.of(Trade.class);
  private SqlQuery query;
  private DuckDBConnection connection;

  @Setup
  public void setUp() throws SQLException {
    Random random = new Random(5);
    for (int i = 0; i < rows; i++) {
      trades.add(
          new Trade(
              i, "SYM" + random.nextInt(500), random.nextDouble(), random.nextInt(1000), i * 10L));
    }
    engine = LocalEngine.withThreads(1);
    engine.beginBatch(new BatchInfo(0, Instant.EPOCH));
    query = new DuckDbProvider().open(QUERY, engine);
    Properties settings = new Properties();
    settings.setProperty("threads", "1");
    connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", settings);
  }

  @TearDown
  public void tearDown() throws SQLException {
    query.close();
    connection.close();
    engine.close();
  }

  @Benchmark
  public double plainLoop() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE OR REPLACE TABLE batch"
              + " (id BIGINT, symbol VARCHAR, price DOUBLE, size DOUBLE, millis BIGINT)");
      try (DuckDBAppender appender = connection.createAppender("batch")) {
        for (Trade trade : trades) {
          appender.beginRow();
          appender.append(trade.id());
          appender.append(trade.symbol());
          appender.append(trade.price());
          appender.append(trade.size());
          appender.append(trade.millis());
          appender.endRow();
        }
      }
      double sum = 0;
      try (ResultSet result = statement.executeQuery(QUERY)) {
        while (result.next()) {
          sum += result.getDouble(3);
        }
      }
      return sum;
    }
  }

  @Benchmark
  public double millrace() throws Exception {
    double[] sum = new double[1];
    query.run(engine.of(List.of(trades)), table).collect().forEach(row -> sum[0] += row.number(2));
    return sum[0];
  }
}
