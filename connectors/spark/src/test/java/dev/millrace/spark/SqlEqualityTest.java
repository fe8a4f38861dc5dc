package dev.millrace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.row.Row;
import dev.millrace.core.sql.SqlProvider;
import dev.millrace.core.sql.SqlQuery;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.duckdb.DuckDbProvider;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Queries that both dialects understand, over Spark and over DuckDB. */
class SqlEqualityTest {
  private static final List<String> QUERIES =
      List.of(
          "SELECT id, shop, price * qty AS total FROM batch WHERE qty > 3",
          "SELECT shop, count(*) AS n, count(note) AS notes, sum(qty) AS qty, min(price) AS low,"
              + " max(price) AS high, avg(qty) AS mean FROM batch GROUP BY shop ORDER BY shop",
          "SELECT count(*) AS n, sum(CASE WHEN heat IS NULL THEN 1 ELSE 0 END) AS absent,"
              + " sum(CASE WHEN isnan(heat) THEN 1 ELSE 0 END) AS nan, max(heat) AS top FROM batch",
          "SELECT heat, count(*) AS n FROM batch GROUP BY heat HAVING count(*) > 1"
              + " ORDER BY heat NULLS LAST",
          "SELECT a.id AS one, b.id AS other FROM batch a JOIN batch b"
              + " ON a.shop = b.shop AND a.qty = b.qty AND a.id < b.id ORDER BY a.id, b.id",
          "SELECT a.id AS id, b.id AS before FROM batch a LEFT JOIN batch b ON b.id = a.id - 7"
              + " AND b.open ORDER BY a.id",
          "SELECT id, row_number() OVER (PARTITION BY shop ORDER BY id) AS place,"
              + " lag(qty) OVER (PARTITION BY shop ORDER BY id) AS last,"
              + " sum(qty) OVER (PARTITION BY shop ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT"
              + " ROW) AS three FROM batch ORDER BY id",
          "SELECT id, sold, CAST(sold AS DATE) AS day, extract(HOUR FROM sold) AS hour,"
              + " date_trunc('hour', sold) AS began, CAST(sold AS VARCHAR(40)) AS text, due"
              + " FROM batch ORDER BY sold DESC, id",
          "SELECT count(*) AS n, min(sold) AS first FROM batch"
              + " WHERE sold >= TIMESTAMP '2026-03-01 06:00:00' AND due < DATE '2026-03-04'",
          "SELECT shop, sum(fee) AS fee, max(fee) AS most, CAST(sum(fee) AS VARCHAR(50)) AS exact"
              + " FROM batch GROUP BY shop ORDER BY shop",
          "SELECT id, note, upper(note) AS loud, length(note) AS size FROM batch"
              + " WHERE note LIKE '%''%' OR note = 'say \"so\"' ORDER BY id",
          "SELECT ID AS id, Shop AS \"Shop name\" FROM BATCH b WHERE B.Open ORDER BY iD LIMIT 5",
          "SELECT shop, coalesce(note, '?') AS note FROM batch WHERE heat > 20"
              + " UNION SELECT 'none', 'x' ORDER BY shop, note",
          "WITH best AS (SELECT shop, max(price) AS price FROM batch GROUP BY shop)"
              + " SELECT id FROM batch WHERE price IN (SELECT price FROM best) ORDER BY id",
          "SELECT DISTINCT shop, open FROM batch ORDER BY shop, open",
          "SELECT 5 / 2 AS half, 7 % 4 AS rest, round(2.5) AS up, CAST('12' AS INTEGER) AS twelve",
          "SELECT grid, count(*) AS n FROM (SELECT qty % 3 AS grid FROM batch) AS g"
              + " GROUP BY grid ORDER BY n DESC, grid");

  /** A row with missing values, NaN, and quotes in its text. */
  record Sold(
      int id,
      String shop,
      double price,
      int qty,
      boolean open,
      Double heat,
      String note,
      Instant sold,
      LocalDate due,
      BigDecimal fee) {}

  @TestFactory
  Stream<DynamicTest> shouldGiveTheRowsOfDuckDb() {
    return QUERIES.stream().map(query -> dynamicTest(query, () -> compare(sold(200), query)));
  }

  @TestFactory
  Stream<DynamicTest> shouldGiveTheRowsOfDuckDbOfAnEmptyBatch() {
    return QUERIES.stream()
        .limit(3)
        .map(query -> dynamicTest(query, () -> compare(sold(0), query)));
  }

  private static void compare(List<List<Sold>> values, String query) throws Exception {
    assertEquals(
        run(LocalEngine.withThreads(2), new DuckDbProvider(), values, query),
        run(LocalSpark.engine(), new SparkSqlProvider(), values, query));
  }

  private static String run(
      Engine engine, SqlProvider provider, List<List<Sold>> values, String text) throws Exception {
    SqlTable<Sold> table = SqlTable.of(Sold.class);
    try (engine;
        SqlQuery query = provider.open(text, engine)) {
      engine.beginBatch(new BatchInfo(0, Instant.EPOCH));
      query.check(table.columns());
      return query.run(engine.of(values), table).collect().stream()
          .map(SqlEqualityTest::shown)
          .collect(Collectors.joining("\n"));
    }
  }

  private static String shown(Row row) {
    return IntStream.range(0, row.schema().width())
        .mapToObj(i -> row.schema().columns().get(i) + "=" + row.display(i))
        .collect(Collectors.joining("|"));
  }

  private static List<List<Sold>> sold(int count) {
    Random random = new Random(7);
    String[] notes = {"it's", "say \"so\"", "", "plain", "ü\\n", "''"};
    Instant start = Instant.parse("2026-03-01T00:00:00Z");
    List<List<Sold>> partitions = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int id = 0; id < count; id++) {
      Double heat = random.nextInt(4) == 0 ? null : (Double) (double) random.nextInt(40);
      partitions
          .get(3 * id / count)
          .add(
              new Sold(
                  id,
                  "shop " + random.nextInt(5),
                  random.nextInt(1_000) / 8.0,
                  random.nextInt(10),
                  random.nextBoolean(),
                  random.nextInt(6) == 0 ? Double.valueOf(Double.NaN) : heat,
                  random.nextInt(3) == 0 ? null : notes[random.nextInt(notes.length)],
                  start.plusNanos(random.nextInt(86_400) * 1_000_001_000L),
                  LocalDate.of(2026, 3, 1 + random.nextInt(9)),
                  BigDecimal.valueOf(random.nextInt(100_000), 4)));
    }
    return partitions;
  }
}
