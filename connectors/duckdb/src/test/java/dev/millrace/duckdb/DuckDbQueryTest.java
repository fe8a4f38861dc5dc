package dev.millrace.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.row.Row;
import dev.millrace.core.sql.SqlTable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DuckDbQueryTest {
  record Point(int x, double y) {}

  record Rare(
      byte small,
      short medium,
      float real,
      char letter,
      UUID id,
      Optional<String> note,
      OptionalInt n,
      OptionalLong m,
      OptionalDouble d,
      LocalDateTime local) {}

  record Price(BigDecimal price) {}

  record Nested(List<String> names) {}

  private final Engine engine = LocalEngine.withThreads(2);

  @BeforeEach
  void begin() {
    engine.beginBatch(new BatchInfo(0, Instant.EPOCH));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void shouldKeepTheOrderOfTheBatchWithoutOrderBy() throws Exception {
    List<Row> rows = run(points(5_000, 1), "SELECT x FROM batch WHERE x % 2 = 0");
    assertEquals(2_500, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      assertEquals(2 * i, rows.get(i).number(0));
    }
  }

  @Test
  void shouldGiveTheSameOrderOfGroupsEveryTime() throws Exception {
    String query = "SELECT x % 97 AS k, sum(y) AS s FROM batch GROUP BY k";
    List<String> first = shown(run(points(5_000, 7), query));
    for (int i = 0; i < 3; i++) {
      assertEquals(first, shown(run(points(5_000, 7), query)));
    }
  }

  @Test
  void shouldTakeEveryTypeOfComponent() throws Exception {
    UUID id = new UUID(1, 2);
    LocalDateTime local = LocalDateTime.of(2026, 1, 31, 12, 0, 0, 999);
    List<Rare> values =
        List.of(
            new Rare(
                (byte) -1,
                (short) 300,
                0.5f,
                'x',
                id,
                Optional.of("n"),
                OptionalInt.of(1),
                OptionalLong.of(2),
                OptionalDouble.of(3),
                local),
            new Rare(
                (byte) 0,
                (short) 0,
                Float.NaN,
                'y',
                id,
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                local));
    assertEquals(
        List.of(
            "-1|300|0.5|x|00000000-0000-0001-0000-000000000002|n|1|2|3|2026-01-31T12:00:00Z",
            "0|0||y|00000000-0000-0001-0000-000000000002|||||2026-01-31T12:00:00Z"),
        shown(
            run(
                List.of(values),
                SqlTable.of(Rare.class),
                "SELECT small, medium, real, letter, id, note, n, m, d, local FROM batch")));
    assertEquals(
        List.of("1"),
        shown(
            run(
                List.of(values),
                SqlTable.of(Rare.class),
                "SELECT count(*) AS nan FROM batch WHERE isnan(real)")));
  }

  @Test
  void shouldRefuseADecimalThatDoesNotFitExactly() {
    for (String price : List.of("1e-19", "1e20")) {
      MillraceException e =
          assertThrows(
              MillraceException.class,
              () ->
                  run(
                      List.of(List.of(new Price(new BigDecimal(price)))),
                      SqlTable.of(Price.class),
                      "SELECT price FROM batch"));
      assertTrue(e.getMessage().contains("does not fit DECIMAL(38, 18)"), e.getMessage());
    }
  }

  @Test
  void shouldNameAComponentThatIsNoColumn() {
    String message =
        assertThrows(ConfigurationException.class, () -> SqlTable.of(Nested.class)).getMessage();
    assertTrue(
        message.startsWith("Nested.names of type java.util.List<java.lang.String>"), message);
  }

  @Test
  void shouldReachNothingOutsideOfTheBatch() {
    for (String query :
        List.of(
            "SELECT * FROM read_text('/etc/passwd')",
            "SELECT * FROM '/etc/passwd'",
            "SELECT * FROM read_csv('http://localhost/x.csv')",
            "SELECT * FROM glob('/*')",
            "COPY batch TO '/tmp/out.csv'",
            "ATTACH '/tmp/other.db'",
            "INSTALL httpfs",
            "SET threads = 8",
            "SELECT 1; COPY batch TO '/tmp/out.csv'")) {
      assertRefused(query);
    }
  }

  @Test
  void shouldRefuseWhatDependsOnTimeOrChance() {
    for (String query :
        List.of(
            "SELECT now() AS t FROM batch",
            "SELECT random() AS r FROM batch",
            "SELECT x FROM batch WHERE uuid() IS NULL",
            "SELECT current_timestamp AS t",
            "WITH t AS (SELECT today() AS d) SELECT d FROM t")) {
      String message = assertRefused(query);
      assertTrue(message.contains("time or chance"), message);
    }
  }

  @Test
  void shouldNameAColumnThatFitsNoRow() {
    for (String query :
        List.of(
            "SELECT [x] AS list FROM batch",
            "SELECT {'a': x} AS struct FROM batch",
            "SELECT INTERVAL 1 DAY AS span",
            "SELECT 'x'::BLOB AS bytes",
            "SELECT ? AS parameter")) {
      assertRefused(query);
    }
  }

  @Test
  void shouldFailInsteadOfTakingMoreMemoryThanAllowed() {
    System.setProperty(DuckDbProvider.MEMORY_PROPERTY, "32MB");
    try {
      MillraceException e =
          assertThrows(
              MillraceException.class,
              () ->
                  run(
                      points(10, 1),
                      "SELECT count(*) AS n FROM (SELECT DISTINCT range FROM range(10000000))"));
      assertTrue(e.getMessage().startsWith("Out of Memory Error"), e.getMessage());
      assertEquals(1, e.getMessage().lines().count());
    } finally {
      System.clearProperty(DuckDbProvider.MEMORY_PROPERTY);
    }
  }

  /** Queries of shuffled words: most are wrong, none may do more than say so in a line. */
  @Test
  void shouldSurviveAnyText() {
    String[] words = {
      "SELECT",
      "FROM",
      "batch",
      "x",
      "y",
      "(",
      ")",
      ",",
      "*",
      "'",
      "\"",
      "--",
      "/*",
      ";",
      "WHERE",
      "GROUP BY",
      "sum",
      "1",
      "NULL",
      "\n",
      "é",
      "\u0000",
      "ORDER BY",
      "AS",
      "::",
      "[",
      "WITH",
      "="
    };
    long seed = 20260131;
    Random random = new Random(seed);
    try (DuckDbQuery any = DuckDbQuery.open("SELECT x FROM batch", engine)) {
      any.check(SqlTable.of(Point.class).columns());
    }
    for (int i = 0; i < 40; i++) {
      StringBuilder query = new StringBuilder(random.nextBoolean() ? "SELECT " : "");
      for (int word = random.nextInt(9); word >= 0; word--) {
        query.append(words[random.nextInt(words.length)]).append(' ');
      }
      try (DuckDbQuery opened = DuckDbQuery.open(query.toString(), engine)) {
        opened.check(SqlTable.of(Point.class).columns());
      } catch (ConfigurationException e) {
        assertFalse(e.getMessage().isBlank());
        assertEquals(1, e.getMessage().lines().count(), () -> "seed " + seed + ": " + query);
      }
    }
  }

  private String assertRefused(String query) {
    String message =
        assertThrows(
                ConfigurationException.class,
                () -> {
                  try (DuckDbQuery opened = DuckDbQuery.open(query, engine)) {
                    opened.check(SqlTable.of(Point.class).columns());
                  }
                },
                query)
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  private List<Row> run(List<List<Point>> points, String query) throws Exception {
    return run(points, SqlTable.of(Point.class), query);
  }

  private <T> List<Row> run(List<List<T>> values, SqlTable<T> table, String query)
      throws Exception {
    try (DuckDbQuery opened = DuckDbQuery.open(query, engine)) {
      opened.check(table.columns());
      return opened.run(engine.of(values), table).collect();
    }
  }

  private static List<String> shown(List<Row> rows) {
    List<String> shown = new ArrayList<>();
    for (Row row : rows) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.schema().width(); i++) {
        cells.add(row.display(i));
      }
      shown.add(String.join("|", cells));
    }
    return shown;
  }

  private static List<List<Point>> points(int count, long seed) {
    Random random = new Random(seed);
    List<List<Point>> partitions = List.of(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < count; i++) {
      partitions.get(2 * i / count).add(new Point(i, random.nextGaussian()));
    }
    return partitions;
  }
}
