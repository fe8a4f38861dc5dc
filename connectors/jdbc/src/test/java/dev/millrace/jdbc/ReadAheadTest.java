package dev.millrace.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.SourceException;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SplitReader;
import dev.millrace.core.testing.SourceRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that the planner reads for the readers of its process. */
class ReadAheadTest {
  private static final PlanLimits UNLIMITED = new PlanLimits(Long.MAX_VALUE, Long.MAX_VALUE);

  @TempDir static Path directory;

  record Note(long id, String text) {
    Note {
      if (text.startsWith("bad")) {
        throw new IllegalArgumentException("it is bad");
      }
    }
  }

  private static String table(Database database, String type, List<List<Object>> rows) {
    String table = Database.newName("notes");
    database.execute("CREATE TABLE " + table + " (id " + type + ", text VARCHAR(2000))");
    database.insert("INSERT INTO " + table + " VALUES (?, ?)", rows);
    return table;
  }

  /** Every third row is bad, and three rows in a row have the same tick. */
  private static String notes(Database database, int rows) {
    return table(
        database,
        "BIGINT",
        LongStream.range(0, rows)
            .mapToObj(id -> List.<Object>of(id / 3, (id % 3 == 1 ? "bad " : "good ") + id))
            .toList());
  }

  private static JdbcSource<Note> source(Database database, String table) {
    return JdbcSource.records(database.options(), table, Note.class, "id", "text").withRangeRows(4);
  }

  /** Values and dead letters, in the order in which they come. */
  private static List<Object> read(Source<?> source, OffsetRange range) throws Exception {
    List<Object> read = new ArrayList<>();
    try (SplitReader<?> reader = source.reader(range)) {
      reader.read(read::add, read::add);
    }
    return read;
  }

  @ParameterizedTest
  @EnumSource(Database.Kind.class)
  void shouldHandOverWhatAQueryWouldGive(Database.Kind kind) throws Exception {
    Database database = Database.of(kind, directory);
    String table = notes(database, 30);
    JdbcSource<Note> source = source(database, table);
    JdbcSource<Note> elsewhere = source(database, table);
    try (SourceRun<Note> run = new SourceRun<>(source, directory)) {
      List<OffsetRange> ranges = run.planner().plan(run.offsets(), new PlanLimits(20, 1 << 20));
      assertEquals(5, ranges.size());
      List<List<Object>> queried = new ArrayList<>();
      for (OffsetRange range : ranges) {
        queried.add(read(elsewhere, range));
      }
      database.execute("DELETE FROM " + table);
      for (int i = 0; i < ranges.size(); i++) {
        assertEquals(4, queried.get(i).size());
        assertEquals(queried.get(i), read(source, ranges.get(i)));
        assertEquals(List.of(), read(source, ranges.get(i)), "again, from the database");
      }
    }
  }

  @Test
  void shouldPlanTheSameWithoutReadingWhereNobodyTakesTheRows() throws Exception {
    Database database = Database.of(Database.Kind.SQLITE, directory);
    String table = notes(database, 400);
    JdbcSource<Note> source = source(database, table);
    List<OffsetRange> planned = new ArrayList<>();
    PlanLimits limits = new PlanLimits(5, 1 << 20);
    try (SourceRun<Note> taking = new SourceRun<>(source(database, table), directory);
        SourceRun<Note> run = new SourceRun<>(source, directory)) {
      for (int plan = 0; plan < 80; plan++) {
        List<OffsetRange> ranges = run.planner().plan(run.offsets(), limits);
        assertEquals(taking.batch(limits), ranges, "plan " + plan);
        run.offsets().put(table, ranges.get(0).until());
        planned.addAll(ranges);
      }
      database.execute("DELETE FROM " + table);
      for (OffsetRange range : planned.subList(planned.size() - 3, planned.size())) {
        assertEquals(List.of(), read(source, range), "kept though nobody takes it");
      }
    }
  }

  @Test
  void shouldTryAgainNowAndThenWhetherTheRowsAreTaken() throws Exception {
    Database database = Database.of(Database.Kind.SQLITE, directory);
    String table = notes(database, 400);
    JdbcSource<Note> source = source(database, table);
    try (SourceRun<Note> run = new SourceRun<>(source, directory)) {
      OffsetRange last = null;
      for (int plan = 0; plan < 2 + 64 + 1; plan++) {
        last = run.planner().plan(run.offsets(), new PlanLimits(3, 1 << 20)).get(0);
        run.offsets().put(table, last.until());
      }
      database.execute("DELETE FROM " + table);
      assertEquals(3, read(source, last).size());
    }
  }

  @ParameterizedTest
  @EnumSource(Database.Kind.class)
  void shouldStopAtTheLimitOfBytes(Database.Kind kind) throws Exception {
    Database database = Database.of(kind, directory);
    List<List<Object>> rows =
        LongStream.range(0, 12)
            .mapToObj(id -> List.<Object>of(id, "x".repeat(id == 3 ? 1_000 : 20)))
            .toList();
    String table = table(database, "BIGINT", rows);
    JdbcSource<Note> source = JdbcSource.records(database.options(), table, Note.class, "id");
    long small = RowBytes.of(1L, "x".repeat(20));
    try (SourceRun<Note> run = new SourceRun<>(source, directory)) {
      List<Integer> sizes = new ArrayList<>();
      for (int before = 0; before < rows.size(); before = run.records().size()) {
        run.batch(new PlanLimits(100, 4 * small));
        sizes.add(run.records().size() - before);
      }
      // Behind a large row as few are asked for as would fit of its size.
      assertEquals(List.of(3, 1, 1, 4, 3), sizes);
    }
  }

  private static JdbcSource<Note> throughProxy(LossyProxy proxy, String table) {
    JdbcOptions options =
        JdbcOptions.of("jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres")
            .withProperty("user", "postgres")
            .withFetchRows(50);
    return JdbcSource.records(options, table, Note.class, "id", "text").withRangeRows(500);
  }

  @Test
  void shouldReadAgainWhenTheConnectionIsLostInTheMiddle() throws Exception {
    Database database = Database.of(Database.Kind.POSTGRESQL, directory);
    String table = notes(database, 3_000);
    try (LossyProxy proxy = LossyProxy.to(PostgresServer.shared().port())) {
      try (SourceRun<Note> run = new SourceRun<>(throughProxy(proxy, table), directory)) {
        proxy.cutOffAfter(20_000);
        assertEquals(List.of(), run.planner().plan(run.offsets(), UNLIMITED));
        assertEquals(1, proxy.losses());
        run.until(3_000);
        assertEquals(2_000, run.records().size());
        assertEquals(1_000, run.rejects().size());
      }
    }
  }

  @Test
  void shouldReadOnAgainWhenTheConnectionIsLostMeanwhile() throws Exception {
    Database database = Database.of(Database.Kind.POSTGRESQL, directory);
    String table = notes(database, 3_000);
    try (LossyProxy proxy = LossyProxy.to(PostgresServer.shared().port())) {
      try (SourceRun<Note> run = new SourceRun<>(throughProxy(proxy, table), directory)) {
        PlanLimits limits = new PlanLimits(300, 1 << 20);
        run.batch(limits);
        proxy.cutOffAfter(20_000);
        while (run.records().size() + run.rejects().size() < 3_000) {
          run.batch(limits);
        }
        assertEquals(1, proxy.losses());
        assertEquals(2_000, run.records().stream().distinct().count());
        assertEquals(1_000, run.rejects().size());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Database.Kind.class)
  void shouldKeepToLimitsThatChange(Database.Kind kind) throws Exception {
    Database database = Database.of(kind, directory);
    List<List<Object>> rows =
        LongStream.range(0, 40).mapToObj(id -> List.<Object>of(id, "good")).toList();
    String table = table(database, "BIGINT", rows);
    JdbcSource<Note> source = JdbcSource.records(database.options(), table, Note.class, "id");
    try (SourceRun<Note> run = new SourceRun<>(source, directory)) {
      List<Integer> sizes = new ArrayList<>();
      for (long limit : List.of(5, 5, 3, 8, 8, 8, 2, 2)) {
        int before = run.records().size();
        run.batch(new PlanLimits(limit, 1 << 20));
        sizes.add(run.records().size() - before);
      }
      assertEquals(List.of(5, 5, 3, 8, 8, 8, 2, 1), sizes);
      assertEquals(
          LongStream.range(0, 40).boxed().toList(), run.records().stream().map(Note::id).toList());
    }
  }

  /** Places that are the same to the database may not be so to us. */
  @Test
  void shouldLoseAndRepeatNothingWhereTheDatabaseSeesOtherTies() throws Exception {
    Database sqlite = Database.of(Database.Kind.SQLITE, directory);
    List<List<Object>> texts =
        List.of(List.of(1L, "a"), List.of(2L, "A"), List.of(3L, "b"), List.of(4L, "B"));
    String collated = Database.newName("collated");
    sqlite.execute("CREATE TABLE " + collated + " (id BIGINT, text TEXT COLLATE NOCASE)");
    sqlite.insert("INSERT INTO " + collated + " VALUES (?, ?)", texts);
    assertEquals(List.of(1L, 2L, 3L, 4L), ids(sqlite, collated, "text", 4));

    Database postgres = Database.of(Database.Kind.POSTGRESQL, directory);
    String decimals = Database.newName("decimals");
    postgres.execute(
        "CREATE TABLE " + decimals + " (id BIGINT, text VARCHAR(9), price NUMERIC)",
        "INSERT INTO " + decimals + " VALUES (1, '', 1.0), (2, '', 1.00), (3, '', 2)");
    assertEquals(List.of(1L, 2L, 3L), ids(postgres, decimals, "price", 3));
  }

  @Test
  void shouldNotReadTheSameRowForEver() throws Exception {
    Database sqlite = Database.of(Database.Kind.SQLITE, directory);
    String table = Database.newName("strange");
    sqlite.execute(
        "CREATE TABLE " + table + " (id BIGINT, text TEXT)",
        "INSERT INTO " + table + " VALUES (1, 'x'), (1.5, 'y')");
    JdbcSource<Note> source = JdbcSource.records(sqlite.options(), table, Note.class, "id");
    try (SourceRun<Note> run = new SourceRun<>(source, directory)) {
      run.batch();
      SourceException refused = assertThrows(SourceException.class, run::batch);
      assertTrue(refused.getMessage().contains("not of their type"), refused.getMessage());
    }
  }

  private static List<Long> ids(Database database, String table, String order, int count)
      throws Exception {
    JdbcSource<Note> source = JdbcSource.records(database.options(), table, Note.class, order);
    try (SourceRun<Note> run = new SourceRun<>(source, directory)) {
      while (!run.batch(new PlanLimits(1, 1 << 20)).isEmpty()) {
        assertTrue(run.records().size() <= count, run.records().toString());
      }
      return run.records().stream().map(Note::id).sorted().toList();
    }
  }
}
