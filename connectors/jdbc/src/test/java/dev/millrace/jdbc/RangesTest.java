package dev.millrace.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.SplitReader;
import dev.millrace.core.testing.SourceRun;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How batches are cut into ranges, and ranges read. */
class RangesTest {
  @TempDir static Path directory;

  record Tick(long tick, long id) {}

  private static String table(Database database, long... ticks) {
    String table = Database.newName("ranges");
    database.execute("CREATE TABLE " + table + " (id BIGINT PRIMARY KEY, tick BIGINT)");
    database.insert(
        "INSERT INTO " + table + " VALUES (?, ?)",
        LongStream.range(0, ticks.length)
            .mapToObj(id -> List.<Object>of(id, ticks[(int) id]))
            .toList());
    return table;
  }

  private static JdbcSource<Tick> source(
      Database database, String table, long rangeRows, String... order) {
    return JdbcSource.records(database.options(), table, Tick.class, order)
        .withRangeRows(rangeRows);
  }

  /** The rows of each range of each batch, until there is nothing more. */
  private static List<List<Long>> batches(JdbcSource<Tick> source, long limit) throws Exception {
    List<List<Long>> batches = new ArrayList<>();
    try (SourceRun<Tick> run = new SourceRun<>(source, directory)) {
      Offset reached = Place.START.toOffset();
      PlanLimits limits = new PlanLimits(limit, Long.MAX_VALUE);
      while (true) {
        List<OffsetRange> ranges = run.planner().plan(run.offsets(), limits);
        if (ranges.isEmpty()) {
          return batches;
        }
        List<Long> rows = new ArrayList<>();
        for (OffsetRange range : ranges) {
          assertEquals(reached, range.from());
          int before = run.records().size();
          run.read(range);
          assertEquals(range.records(), run.records().size() - before, range.toString());
          run.offsets().put(range.split(), range.until());
          reached = range.until();
          rows.add(range.records());
        }
        batches.add(rows);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Database.Kind.class)
  void shouldCutABatchIntoRangesOfOneSize(Database.Kind kind) throws Exception {
    Database database = Database.of(kind, directory);
    String table = table(database, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    assertEquals(
        List.of(List.of(2L, 2L, 2L), List.of(2L, 2L)),
        batches(source(database, table, 2, "id"), 6));
    assertEquals(
        List.of(List.of(4L, 3L), List.of(3L)), batches(source(database, table, 3, "id"), 7));
    assertEquals(List.of(List.of(10L)), batches(source(database, table, 6, "id"), 10));
    assertEquals(List.of(List.of(10L)), batches(source(database, table, 20, "id"), 100));
    assertEquals(
        List.of(List.of(4L, 4L, 2L)), batches(source(database, table, 1, "id"), 28), "of seven");
  }

  @ParameterizedTest
  @EnumSource(Database.Kind.class)
  void shouldNotTearRowsOfOnePlaceApart(Database.Kind kind) throws Exception {
    Database database = Database.of(kind, directory);
    String table = table(database, 1, 1, 2, 2, 2, 2, 2, 3, 4, 4);
    assertEquals(List.of(List.of(2L, 5L, 3L)), batches(source(database, table, 3, "tick"), 10));
    assertEquals(
        List.of(List.of(2L), List.of(5L, 1L), List.of(2L)),
        batches(source(database, table, 2, "tick"), 6));
    assertEquals(
        List.of(List.of(2L), List.of(5L), List.of(1L, 2L)),
        batches(source(database, table, 1, "tick"), 4));
  }

  @Test
  void shouldPlanNoMoreRangesThanThereAreConnectionsToReadThem() throws Exception {
    Database database = Database.of(Database.Kind.H2, directory);
    String table = table(database, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    JdbcOptions options = database.options();
    for (int connections = 1; connections <= 3; connections++) {
      JdbcSource<Tick> source =
          JdbcSource.records(options.withConnections(connections), table, Tick.class, "id")
              .withRangeRows(1);
      List<Long> expected = connections == 3 ? List.of(5L, 5L) : List.of(10L);
      assertEquals(List.of(expected), batches(source, 10), connections + " connections");
    }
    assertThrows(
        ConfigurationException.class, () -> source(database, table, 1, "id").withRangeRows(0));
  }

  /** Tables that are ordered by nothing but their key, with so many rows. */
  private static String filled(Database database, int rows, String storage) {
    String table = Database.newName("filled");
    database.execute(
        "CREATE TABLE " + table + " (id BIGINT PRIMARY KEY, tick BIGINT) " + storage,
        "INSERT INTO "
            + table
            + " WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < "
            + (rows - 1)
            + ") SELECT i, 0 FROM n");
    return table;
  }

  @Test
  void shouldReadFiveThousandRowsOrMoreAtATime() throws Exception {
    Database database = Database.of(Database.Kind.SQLITE, directory);
    String table = filled(database, 24_000, "");
    JdbcSource<Tick> source = JdbcSource.records(database.options(), table, Tick.class, "id");
    assertEquals(
        List.of(List.of(6_000L, 6_000L), List.of(6_000L, 6_000L)), batches(source, 12_000));
    assertEquals(
        List.of(List.of(9_999L), List.of(9_999L), List.of(4_002L)), batches(source, 9_999));
  }

  @ParameterizedTest
  @EnumSource(Database.Kind.class)
  void shouldPlanTheNextBatchWhileOneIsRead(Database.Kind kind) throws Exception {
    Database database = Database.of(kind, directory);
    String table = table(database, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    JdbcSource<Tick> source =
        JdbcSource.records(database.options().withConnections(2), table, Tick.class, "id");
    PlanLimits limits = new PlanLimits(5, Long.MAX_VALUE);
    try (SourceRun<Tick> run = new SourceRun<>(source, directory)) {
      OffsetRange first = run.planner().plan(run.offsets(), limits).get(0);
      run.offsets().put(first.split(), first.until());
      List<OffsetRange> planned = new ArrayList<>();
      try (SplitReader<Tick> reader = source.reader(first)) {
        reader.read(
            tick -> {
              if (planned.isEmpty()) {
                planned.addAll(inBackground(run, limits));
              }
            },
            letter -> {});
      }
      assertEquals(5, planned.get(0).records());
      assertEquals(first.until(), planned.get(0).from());
    }
  }

  private static List<OffsetRange> inBackground(SourceRun<Tick> run, PlanLimits limits)
      throws Exception {
    return CompletableFuture.supplyAsync(
            () -> {
              try {
                return run.planner().plan(run.offsets(), limits);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            })
        .get(20, TimeUnit.SECONDS);
  }

  /** Whatever it believes about the table, of which it has no statistics. */
  @Test
  void shouldMakePostgresReadRangesByTheirIndexAndNotSortThem() throws Exception {
    Database database = Database.of(Database.Kind.POSTGRESQL, directory);
    String table = filled(database, 20_000, "WITH (autovacuum_enabled = false)");
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      Layout<?> layout =
          Layout.of(connection, table, List.of("id"), new RowFormat.Records<>(Tick.class));
      String range =
          layout.select(new Place(List.of("5")), new Place(List.of("6"))).replace("?", "5000");
      assertTrue(explain(statement, range).contains("Sort"), "needs no remedy any more");
      layout.table().dialect().beginReading(connection);
      String plan = explain(statement, range);
      assertTrue(plan.contains("Index Scan"), plan);
      assertFalse(plan.contains("Sort"), plan);
      connection.rollback();
      assertTrue(explain(statement, range).contains("Sort"), "goes on after the transaction");
    }
  }

  private static String explain(Statement statement, String sql) throws Exception {
    StringBuilder plan = new StringBuilder();
    try (ResultSet row = statement.executeQuery("EXPLAIN " + sql)) {
      while (row.next()) {
        plan.append(row.getString(1)).append('\n');
      }
    }
    return plan.toString();
  }
}
