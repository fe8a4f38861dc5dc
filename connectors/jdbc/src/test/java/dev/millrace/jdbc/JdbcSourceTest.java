package dev.millrace.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SourceException;
import dev.millrace.core.row.Row;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.testing.SourceRun;
import dev.millrace.core.time.ManualClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JdbcSourceTest {
  @TempDir static Path directory;

  record Tick(long tick, long id) {}

  private static String ticks(Database database, long... ticks) {
    String table = Database.newName("ticks");
    database.execute("CREATE TABLE " + table + " (id BIGINT PRIMARY KEY, tick BIGINT)");
    add(database, table, 0, ticks);
    return table;
  }

  private static void add(Database database, String table, long firstId, long... ticks) {
    database.insert(
        "INSERT INTO " + table + " VALUES (?, ?)",
        LongStream.range(0, ticks.length)
            .mapToObj(i -> List.<Object>of(firstId + i, ticks[(int) i]))
            .toList());
  }

  private static List<Long> sizes(JdbcSource<Tick> source, long limit) throws Exception {
    try (SourceRun<Tick> play = new SourceRun<>(source, directory)) {
      List<Long> sizes = new ArrayList<>();
      for (int before = -1; before < play.records().size(); ) {
        before = play.records().size();
        List<OffsetRange> ranges =
            play.planner().plan(play.offsets(), new PlanLimits(limit, Long.MAX_VALUE));
        for (OffsetRange range : ranges) {
          play.read(range);
          play.offsets().put(range.split(), range.until());
          assertEquals(range.records(), play.records().size() - before);
          sizes.add(range.records());
        }
      }
      return sizes;
    }
  }

  @ParameterizedTest
  @EnumSource(Database.Kind.class)
  void shouldKeepRowsOfOnePlaceTogether(Database.Kind kind) throws Exception {
    Database database = Database.of(kind, directory);
    String table = ticks(database, 1, 1, 2, 2, 2, 2, 2, 3, 4, 4);
    JdbcSource<Tick> source = JdbcSource.records(database.options(), table, Tick.class, "tick");
    assertEquals(List.of(2L, 5L, 1L, 2L), sizes(source, 2));
    assertEquals(List.of(2L, 6L, 2L), sizes(source, 6));
    assertEquals(List.of(10L), sizes(source, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @EnumSource(Database.Kind.class)
  void shouldTellRowsOfOnePlaceApartByAnotherColumn(Database.Kind kind) throws Exception {
    Database database = Database.of(kind, directory);
    String table = ticks(database, 1, 1, 2, 2, 2, 2, 2, 3, 4, 4);
    JdbcSource<Tick> source =
        JdbcSource.records(database.options(), table, Tick.class, "tick", "id");
    assertEquals(List.of(2L, 2L, 2L, 2L, 2L), sizes(source, 2));
    try (SourceRun<Tick> play = new SourceRun<>(source, directory)) {
      play.until(10);
      add(database, table, 20, 4, 5);
      add(database, table, 11, 4);
      assertEquals(new Tick(4, 9), play.records().get(9));
      assertEquals(
          List.of(new Tick(4, 11), new Tick(4, 20), new Tick(5, 21)),
          play.until(13).subList(10, 13));
    }
  }

  /** A transaction that draws its number first and commits last. */
  @Test
  void shouldWaitForLateTransactionsAsLongAsItsLag() throws Exception {
    Database database = Database.of(Database.Kind.POSTGRESQL, directory);
    String table = ticks(database, 0);
    ManualClock clock = new ManualClock();
    JdbcSource<Tick> source =
        JdbcSource.records(database.options(), table, Tick.class, "id")
            .withLag(Duration.ofSeconds(10));
    PlanLimits limits = new PlanLimits(100, Long.MAX_VALUE);
    try (SplitPlanner planner = source.planner(new SourceContext("source", directory, clock));
        Connection late = database.connect();
        Statement statement = late.createStatement()) {
      late.setAutoCommit(false);
      statement.execute("INSERT INTO " + table + " VALUES (1, 0)");
      add(database, table, 2, 0);
      assertEquals(List.of(), planner.plan(Map.of(), limits));
      clock.advance(Duration.ofSeconds(9));
      assertEquals(List.of(), planner.plan(Map.of(), limits));
      late.commit();
      clock.advance(Duration.ofSeconds(1));
      List<OffsetRange> ranges = planner.plan(Map.of(), limits);
      assertEquals(3, ranges.get(0).records());
      Map<String, Offset> offsets = Map.of(table, ranges.get(0).until());
      add(database, table, 3, 0);
      assertEquals(List.of(), planner.plan(offsets, limits));
      clock.advance(Duration.ofSeconds(10));
      assertEquals(1, planner.plan(offsets, limits).get(0).records());
    }
  }

  @Test
  void shouldStartBehindTheValuesThatItIsTold() throws Exception {
    Database database = Database.of(Database.Kind.H2, directory);
    String table = ticks(database, 5, 6, 7, 8);
    JdbcSource<Tick> source =
        JdbcSource.records(database.options(), table, Tick.class, "tick", "id").withStart("6", "1");
    try (SourceRun<Tick> play = new SourceRun<>(source, directory)) {
      assertEquals(List.of(new Tick(7, 2), new Tick(8, 3)), play.until(2));
    }
  }

  private enum Channel {
    WEB,
    SHOP
  }

  @SuppressWarnings("ArrayRecordComponent")
  record Payment(
      long id,
      int count,
      double amount,
      boolean isPaid,
      String note,
      Channel channel,
      BigDecimal exact,
      Instant createdAt,
      LocalDateTime localTime,
      LocalDate due,
      UUID token,
      byte[] raw,
      Optional<Integer> maybe,
      Double boxed) {}

  private static String payments(Database database) {
    String table = Database.newName("payments");
    boolean isPostgres = database.kind() == Database.Kind.POSTGRESQL;
    boolean isSqlite = database.kind() == Database.Kind.SQLITE;
    database.execute(
        "CREATE TABLE "
            + table
            + " (id BIGINT PRIMARY KEY, count INT, amount DOUBLE PRECISION, is_paid BOOLEAN,"
            + " note VARCHAR(50), channel VARCHAR(10), exact DECIMAL(20, 4),"
            + (isSqlite ? " created_at TIMESTAMP," : " created_at TIMESTAMP WITH TIME ZONE,")
            + " local_time TIMESTAMP, due DATE,"
            + (isSqlite ? " token TEXT," : " token UUID,")
            + (isPostgres ? " raw BYTEA," : " raw BLOB,")
            + " maybe INT, boxed DOUBLE PRECISION)");
    String blob =
        switch (database.kind()) {
          case POSTGRESQL -> "'\\x0102'";
          case DUCKDB -> "'\\x01\\x02'::BLOB";
          case SQLITE, H2 -> "X'0102'";
        };
    database.execute(
        "INSERT INTO "
            + table
            + " VALUES (1, 2, 2.5, TRUE, 'n''ote', 'SHOP', 12.3400, '2026-01-31 12:00:00.5+00',"
            + " '2026-01-31 12:00:00.123456', '2026-01-31', '00000000-0000-0001-0000-000000000002',"
            + blob
            + ", 7, NULL)",
        "INSERT INTO "
            + table
            + " VALUES (2, NULL, 1, FALSE, NULL, 'WEB', NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
            + " 1.5)",
        "INSERT INTO "
            + table
            + " VALUES (3, 3, 1, FALSE, NULL, 'FAX', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1)");
    return table;
  }

  @ParameterizedTest
  @EnumSource(Database.Kind.class)
  void shouldReadEveryTypeAndRejectWhatDoesNotFit(Database.Kind kind) throws Exception {
    Database database = Database.of(kind, directory);
    String table = payments(database);
    JdbcSource<Payment> source = JdbcSource.records(database.options(), table, Payment.class, "id");
    try (SourceRun<Payment> play = new SourceRun<>(source, directory)) {
      play.batch();
      assertEquals(1, play.records().size());
      Payment payment = play.records().get(0);
      assertEquals(2, payment.count());
      assertEquals(2.5, payment.amount());
      assertTrue(payment.isPaid());
      assertEquals("n'ote", payment.note());
      assertEquals(Channel.SHOP, payment.channel());
      assertEquals(0, payment.exact().compareTo(new BigDecimal("12.34")));
      assertEquals(Instant.parse("2026-01-31T12:00:00.5Z"), payment.createdAt());
      assertEquals(LocalDateTime.parse("2026-01-31T12:00:00.123456"), payment.localTime());
      assertEquals(LocalDate.parse("2026-01-31"), payment.due());
      assertEquals(new UUID(1, 2), payment.token());
      assertArrayEquals(new byte[] {1, 2}, payment.raw());
      assertEquals(Optional.of(7), payment.maybe());
      assertNull(payment.boxed());
      assertEquals(2, play.rejects().size());
      assertEquals("expected a value in 'count', got NULL", reason(play, 0));
      assertEquals(table + " [\"2\"]", play.rejects().get(0).position());
      assertEquals(
          "expected something else in 'channel', got 'FAX': expected one of [SHOP, WEB]",
          reason(play, 1));
    }
  }

  private static String reason(SourceRun<?> play, int letter) {
    String reason = play.rejects().get(letter).reason();
    return reason.replace("'COUNT'", "'count'").replace("'CHANNEL'", "'channel'");
  }

  @ParameterizedTest
  @EnumSource(Database.Kind.class)
  void shouldReadRowsOfAnyShape(Database.Kind kind) throws Exception {
    Database database = Database.of(kind, directory);
    String table = payments(database);
    try (SourceRun<Row> play =
        new SourceRun<>(JdbcSource.rows(database.options(), table, "id"), directory)) {
      play.batch();
      assertEquals(List.of(), play.rejects());
      Row row = play.records().get(0);
      assertEquals(2, row.number(1));
      assertEquals(1, row.number(3));
      assertEquals("n'ote", row.text(4));
      assertEquals(12.34, row.number(6));
      assertTrue(row.text(7).startsWith("2026-01-31"), row.text(7));
      assertTrue(Double.isNaN(play.records().get(1).number(1)));
      assertEquals("", play.records().get(1).text(4));
    }
  }

  record Any(String note) {}

  @ParameterizedTest
  @EnumSource(Database.Kind.class)
  void shouldFollowColumnsOfEveryTypeThatHasAnOrder(Database.Kind kind) throws Exception {
    Database database = Database.of(kind, directory);
    String table = payments(database);
    for (String order : List.of("id", "exact", "created_at", "local_time", "due", "token")) {
      JdbcSource<Any> source =
          JdbcSource.records(database.options(), table, Any.class, order, "note");
      try (SourceRun<Any> play = new SourceRun<>(source, directory)) {
        assertEquals(List.of(new Any("n'ote")), play.until(1), order);
        assertEquals(List.of(), play.batch(), order);
      }
    }
    JdbcSource<Any> real = JdbcSource.records(database.options(), table, Any.class, "amount");
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> new SourceRun<>(real, directory));
    assertTrue(refused.getMessage().contains("cannot be followed by"), refused.getMessage());
  }

  @Test
  void shouldSayWhatIsWrong() {
    Database database = Database.of(Database.Kind.SQLITE, directory);
    String table = ticks(database, 1);
    JdbcOptions options = database.options();
    assertFails("cannot be read", JdbcSource.records(options, "nowhere", Tick.class, "id"));
    assertFails("has no column 'x'", JdbcSource.records(options, table, Tick.class, "x"));
    assertFails("has no column 'note'", JdbcSource.records(options, table, Any.class, "id"));
    assertFails(
        "no driver on the class path knows jdbc:nosuch:x",
        JdbcSource.records(JdbcOptions.of("jdbc:nosuch:x"), table, Tick.class, "id"));
    JdbcSource<Tick> source = JdbcSource.records(options, table, Tick.class, "id");
    assertThrows(ConfigurationException.class, () -> source.withStart("1", "2"));
    assertThrows(ConfigurationException.class, () -> source.withLag(Duration.ofMillis(-1)));
    assertThrows(ConfigurationException.class, () -> JdbcSource.rows(options, table));
    SourceException changed =
        assertThrows(
            SourceException.class,
            () ->
                new SourceRun<>(source, directory, Map.of(table, new Offset("[\"1\",\"2\"]")))
                    .batch());
    assertTrue(changed.getMessage().contains("name the source anew"), changed.getMessage());
  }

  private static void assertFails(String expected, JdbcSource<?> source) {
    ConfigurationException e =
        assertThrows(ConfigurationException.class, () -> new SourceRun<>(source, directory));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
  }
}
