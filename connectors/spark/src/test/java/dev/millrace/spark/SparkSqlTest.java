package dev.millrace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchInfo;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.internal.engine.Extensions;
import dev.millrace.core.row.Row;
import dev.millrace.core.sql.SqlColumn;
import dev.millrace.core.sql.SqlProvider;
import dev.millrace.core.sql.SqlQuery;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.core.sql.SqlType;
import dev.millrace.duckdb.DuckDbProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SparkSqlTest {
  private static final AtomicInteger CALLS = new AtomicInteger();

  record Point(int x, String name) {}

  private final SparkEngine engine = LocalSpark.engine();

  @BeforeEach
  void begin() {
    engine.beginBatch(new BatchInfo(7, Instant.EPOCH));
    engine.describe("sql");
    CALLS.set(0);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private Batch<Point> points(int count) {
    return engine
        .of(List.of(List.of(0, 1), List.of(2)))
        .flatMap(
            (third, out) -> {
              for (int i = 0; i < count; i++) {
                CALLS.incrementAndGet();
                out.emit(new Point(third + 3 * i, "point " + (third + 3 * i)));
              }
            });
  }

  private Batch<Row> run(Batch<Point> points, String text) throws Exception {
    try (SqlQuery query = new SparkSqlProvider().open(text, engine)) {
      return query.run(points, SqlTable.of(Point.class));
    }
  }

  @Test
  void shouldBeChosenOnSparkOnly() {
    Extensions<SqlProvider> all = Extensions.load(SqlProvider.class, "an SQL engine", "none");
    assertInstanceOf(SparkSqlProvider.class, all.of(engine));
    try (LocalEngine local = LocalEngine.withThreads(1)) {
      assertInstanceOf(DuckDbProvider.class, all.of(local));
    }
  }

  @Test
  void shouldLeaveTheResultOnExecutorsInTheOrderOfTheQuery() throws Exception {
    Batch<Row> rows = run(points(4_000), "SELECT x, name FROM batch ORDER BY x DESC");
    assertTrue(rows.partitions() > 1, () -> rows.partitions() + " partitions");
    List<Integer> expected = IntStream.range(0, 12_000).mapToObj(i -> 11_999 - i).toList();
    assertEquals(expected, rows.map(row -> (int) row.number(0)).collect());
  }

  @Test
  void shouldKeepTheOrderOfTheBatchWithoutOrderBy() throws Exception {
    Batch<Row> rows = run(points(4), "SELECT x FROM batch WHERE x % 2 = 0");
    assertEquals(List.of(0, 6, 4, 10, 2, 8), rows.map(row -> (int) row.number(0)).collect());
  }

  @Test
  void shouldComputeTheBatchOnceHoweverOftenItIsRead() throws Exception {
    Batch<Row> rows =
        run(
            points(5),
            "SELECT a.x AS x FROM batch a JOIN batch b ON a.x = b.x + 1"
                + " WHERE a.x > (SELECT avg(x) FROM batch) ORDER BY 1");
    assertEquals(7, rows.count());
    assertEquals(7, rows.count());
    assertEquals(15, CALLS.get());
  }

  @Test
  void shouldLeaveNothingBehind() throws Exception {
    SparkSession session = LocalSpark.session();
    session.range(3).createOrReplaceTempView("batch");
    try (SqlQuery query =
        new SparkSqlProvider().open("SELECT count(*) AS n FROM batch GROUP BY x % 3", engine)) {
      query.check(SqlTable.of(Point.class).columns());
      for (int batch = 8; batch < 11; batch++) {
        engine.beginBatch(new BatchInfo(batch, Instant.EPOCH));
        Batch<Point> points = points(batch);
        Batch<Row> rows = query.run(points, SqlTable.of(Point.class));
        assertEquals(batch, rows.collect().get(0).number(0));
      }
    } finally {
      assertEquals(3, session.table("batch").count());
      assertTrue(session.catalog().dropTempView("batch"));
    }
    engine.beginBatch(new BatchInfo(11, Instant.EPOCH));
    assertEquals(0, LocalSpark.context().getPersistentRDDs().size());
    assertEquals(0, session.catalog().listTables().count());
  }

  @Test
  void shouldReachNothingOutsideOfTheBatch() {
    for (String query :
        List.of(
            "SELECT * FROM csv.`/etc/passwd`",
            "SELECT * FROM elsewhere",
            "SELECT TRANSFORM (x) USING 'cat' AS (y) FROM batch",
            "SELECT java_method('java.lang.System', 'getProperty', 'user.home') AS home",
            "INSERT INTO batch SELECT 1, 'a'",
            "CREATE TEMPORARY VIEW other AS SELECT 1",
            "SET spark.sql.ansi.enabled = false",
            "SELECT 1; DROP TABLE batch")) {
      assertRefused(query);
    }
  }

  @Test
  void shouldRefuseWhatDependsOnTimeOrChance() {
    for (String query :
        List.of(
            "SELECT now() AS t FROM batch",
            "SELECT x + 1 + rand() AS r FROM batch",
            "SELECT x FROM batch WHERE uuid() IS NULL",
            "SELECT x FROM batch WHERE x > (SELECT max(hour(current_timestamp)) FROM batch)",
            "WITH t AS (SELECT current_date AS d) SELECT d FROM t",
            "SELECT x FROM batch TABLESAMPLE (10 PERCENT)")) {
      String message = assertRefused(query);
      assertTrue(message.contains("time or chance"), message);
    }
  }

  @Test
  void shouldNameAColumnThatFitsNoRow() {
    for (String query :
        List.of(
            "SELECT array(x) AS list FROM batch",
            "SELECT named_struct('a', x) AS struct FROM batch",
            "SELECT INTERVAL '1' DAY AS span",
            "SELECT CAST('x' AS BINARY) AS bytes",
            "SELECT :p AS parameter")) {
      assertRefused(query);
    }
  }

  @Test
  void shouldSayInOneLineWhatAQueryFailsOn() {
    for (String query :
        List.of(
            "SELECT CAST(name AS INTEGER) AS n FROM batch",
            "SELECT CAST(name AS INTEGER) AS n, count(*) AS c FROM batch GROUP BY 1 ORDER BY 2",
            "SELECT sum(100 / (x - 3)) AS n FROM batch")) {
      String message =
          assertThrows(MillraceException.class, () -> run(points(2), query)).getMessage();
      assertEquals(1, message.lines().count(), message);
      assertTrue(message.startsWith("sql: batch 7"), message);
    }
  }

  @Test
  void shouldPutAsideWhatIsNoRowOnce() throws Exception {
    SqlTable<String> table = SqlTable.json(List.of(new SqlColumn("x", SqlType.INTEGER)));
    SparkBatch<String> lines =
        (SparkBatch<String>)
            engine.of(List.of(List.of("{\"x\":1}", "nothing"), List.of("{\"x\":\"y\"}", "{}")));
    assertEquals(
        List.of("1", "null"),
        new ArrayList<>(lines.toDataset(table).javaRDD().map(row -> "" + row.get(0)).collect()));
    assertEquals(2, engine.endBatch().deadLetters().size());
  }

  private String assertRefused(String text) {
    String message =
        assertThrows(
                ConfigurationException.class,
                () -> {
                  try (SqlQuery query = new SparkSqlProvider().open(text, engine)) {
                    query.check(SqlTable.of(Point.class).columns());
                  }
                },
                text)
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }
}
