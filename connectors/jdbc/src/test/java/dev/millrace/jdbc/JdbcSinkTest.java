package dev.millrace.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.KeyValue;
import dev.millrace.core.MillraceException;
import dev.millrace.core.SinkException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.sql.SqlColumn;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.core.sql.SqlType;
import dev.millrace.core.testing.SourceRun;
import dev.millrace.core.testing.StreamTestDriver;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JdbcSinkTest {
  private final String pipeline = Database.newName("sink");

  @TempDir Path directory;

  private <T> StreamTestDriver driver(Sink<T> sink, List<T> values) {
    QueueSource<T> queue = QueueSource.create();
    queue.pushAll(values);
    return driver(sink, queue);
  }

  private <T> StreamTestDriver driver(Sink<T> sink, QueueSource<T> queue) {
    StreamingConfig config =
        StreamingConfig.named(pipeline).withCheckpoint(directory.resolve("checkpoint"));
    return StreamTestDriver.of(config, context -> context.source("in", queue).to("out", sink));
  }

  private <T> void write(Sink<T> sink, List<T> values) {
    try (StreamTestDriver driver = driver(sink, values)) {
      driver.runAll();
    }
  }

  enum Channel {
    WEB,
    SHOP
  }

  record Payment(
      long id,
      int count,
      double amount,
      boolean isPaid,
      String note,
      Channel channel,
      BigDecimal exact,
      Instant createdAt,
      LocalDate due,
      UUID token,
      Optional<Integer> maybe) {}

  @ParameterizedTest
  @EnumSource(Database.Kind.class)
  void shouldWriteEveryTypeAsItReadsIt(Database.Kind kind) throws Exception {
    Database database = Database.of(kind, directory);
    boolean isSqlite = kind == Database.Kind.SQLITE;
    for (String time : List.of("TIMESTAMP", "TIMESTAMP WITH TIME ZONE")) {
      String table = Database.newName("payments");
      database.execute(
          "CREATE TABLE "
              + table
              + " (id BIGINT PRIMARY KEY, count INT, amount DOUBLE PRECISION, is_paid BOOLEAN,"
              + " note VARCHAR(50), channel VARCHAR(10), exact DECIMAL(20, 4), created_at "
              + (isSqlite ? "TIMESTAMP" : time)
              + ", due DATE, token "
              + (isSqlite ? "TEXT" : "UUID")
              + ", maybe INT, unused INT DEFAULT 5)");
      Payment full =
          new Payment(
              1,
              2,
              -0.1,
              true,
              "O'Häre; --",
              Channel.SHOP,
              new BigDecimal("1234567.89"),
              Instant.parse("2026-03-29T01:30:00.123456Z"),
              LocalDate.parse("2026-03-29"),
              new UUID(1, 2),
              Optional.of(3));
      Payment sparse =
          new Payment(2, 0, 0, false, null, null, null, null, null, null, Optional.empty());
      StreamTestDriver.of(
              StreamingConfig.named(table),
              context -> {
                QueueSource<Payment> queue = QueueSource.create();
                queue.pushAll(List.of(full, sparse));
                context
                    .source("in", queue)
                    .to(
                        "out",
                        JdbcSink.insert(database.options(), table, SqlTable.of(Payment.class))
                            .withStaging(directory.resolve("staging")));
              })
          .runAll();
      JdbcSource<Payment> source =
          JdbcSource.records(database.options(), table, Payment.class, "id");
      try (SourceRun<Payment> play = new SourceRun<>(source, directory)) {
        play.batch();
        assertEquals(List.of(), play.rejects());
        Payment read = play.records().get(0);
        assertEquals(0, full.exact().compareTo(read.exact()));
        assertEquals(
            full.toString().replace("1234567.89", ""),
            read.toString().replaceAll("1234567.890*", ""));
        assertEquals(sparse, play.records().get(1));
      }
      assertEquals(List.of("5", "5"), database.select("SELECT unused FROM " + table));
    }
  }

  @ParameterizedTest
  @EnumSource(Database.Kind.class)
  void shouldReplaceRowsByTheirKeyTheLastOneStays(Database.Kind kind) {
    Database database = Database.of(kind, directory);
    String table = Database.newName("spent");
    database.execute(
        "CREATE TABLE " + table + " (\"key\" VARCHAR(10) PRIMARY KEY, \"value\" BIGINT)",
        "INSERT INTO " + table + " VALUES ('a', 1), ('z', 26)");
    Sink<KeyValue<String, Long>> sink =
        JdbcSink.upsert(database.options(), table, SqlTable.pairs(String.class, Long.class), "key");
    write(sink, List.of(new KeyValue<>("a", 2L), new KeyValue<>("b", 3L), new KeyValue<>("a", 4L)));
    assertEquals(
        List.of("a,4", "b,3", "z,26"),
        database.select("SELECT \"key\", \"value\" FROM " + table + " ORDER BY 1"));
  }

  @Test
  void shouldKeepTheFirstRowOfAKeyThatIsAllThereIs() {
    Database database = Database.of(Database.Kind.SQLITE, directory);
    database.execute("CREATE TABLE seen (id TEXT PRIMARY KEY)");
    List<SqlColumn> columns = List.of(new SqlColumn("id", SqlType.TEXT));
    write(
        JdbcSink.upsert(database.options(), "seen", SqlTable.json(columns), "id"),
        List.of("{\"id\":\"a\"}", "{\"id\":\"b\",\"more\":1}", "{\"id\":\"a\"}"));
    assertEquals(List.of("a", "b"), database.select("SELECT id FROM seen ORDER BY 1"));
  }

  @Test
  void shouldPutTextIntoColumnsThatOnlyPostgresKnows() {
    Database database = Database.of(Database.Kind.POSTGRESQL, directory);
    database.execute("CREATE TABLE documents (id UUID, body JSONB)");
    List<SqlColumn> columns =
        List.of(new SqlColumn("id", SqlType.TEXT), new SqlColumn("body", SqlType.TEXT));
    write(
        JdbcSink.insert(database.options(), "documents", SqlTable.json(columns)),
        List.of("{\"id\":\"00000000-0000-0001-0000-000000000002\",\"body\":{\"b\":[1,2]}}"));
    assertEquals(
        List.of("2"),
        database.select("SELECT body #>> '{b,1}' FROM documents WHERE id IS NOT NULL"));
    database.execute("DROP TABLE documents");
  }

  record Item(long id) {}

  @ParameterizedTest
  @EnumSource(Database.Kind.class)
  void shouldStopAtARowThatTheTableRefusesAndPublishOnceItTakesIt(Database.Kind kind) {
    Database database = Database.of(kind, directory);
    String table = Database.newName("items");
    database.execute("CREATE TABLE " + table + " (id BIGINT UNIQUE)");
    database.execute("INSERT INTO " + table + " VALUES (2)");
    Sink<Item> sink = JdbcSink.insert(database.options(), table, SqlTable.of(Item.class));
    QueueSource<Item> queue = QueueSource.create();
    queue.pushAll(List.of(new Item(1), new Item(2), new Item(3)));
    try (StreamTestDriver driver = driver(sink, queue)) {
      MillraceException refused = assertThrows(MillraceException.class, driver::runBatch);
      assertTrue(refused.getMessage().contains("batch-000000000000.rows"), refused.getMessage());
      assertEquals(List.of("2"), database.select("SELECT id FROM " + table));
      database.execute("DELETE FROM " + table);
      driver.recover();
      driver.runAll();
    }
    assertEquals(
        List.of("1", "2", "3"), database.select("SELECT id FROM " + table + " ORDER BY 1"));
  }

  record Wider(long id, String text) {}

  @Test
  void shouldNotTakeStagedColumnsForOthers() {
    Database database = Database.of(Database.Kind.H2, directory);
    database.execute("CREATE TABLE wide (id BIGINT, text VARCHAR(9))");
    try (StreamTestDriver driver =
        driver(
            JdbcSink.insert(database.options(), "wide", SqlTable.of(Item.class)),
            List.of(new Item(1)))) {
      driver.crashAt(BatchStep.PUBLISH);
    }
    SinkException refused =
        assertThrows(
            SinkException.class,
            () ->
                driver(
                    JdbcSink.insert(database.options(), "wide", SqlTable.of(Wider.class)),
                    List.<Wider>of()));
    assertTrue(
        refused.getMessage().contains("start the earlier version once"), refused.getMessage());
  }

  @ParameterizedTest
  @EnumSource(Database.Kind.class)
  void shouldTellThatATableIsMissing(Database.Kind kind) {
    Database database = Database.of(kind, directory);
    JdbcSink<Item> sink =
        JdbcSink.insert(database.options(), Database.newName("missing"), SqlTable.of(Item.class));
    Throwable cause = assertThrows(SinkException.class, () -> write(sink, List.of())).getCause();
    assertInstanceOf(MissingTableException.class, cause);
  }

  @Test
  void shouldSayWhatIsWrong() {
    Database database = Database.of(Database.Kind.SQLITE, directory);
    database.execute("CREATE TABLE t (id BIGINT)");
    JdbcOptions options = database.options();
    SinkException column =
        assertThrows(
            SinkException.class,
            () ->
                write(
                    JdbcSink.insert(options, "t", SqlTable.of(Wider.class)),
                    List.of(new Wider(1, "a"))));
    assertTrue(column.getMessage().contains("has no column 'text'"), column.getMessage());
    SqlTable<Item> items = SqlTable.of(Item.class);
    assertThrows(ConfigurationException.class, () -> JdbcSink.upsert(options, "t", items));
    assertThrows(ConfigurationException.class, () -> JdbcSink.upsert(options, "t", items, "x"));
    JdbcOptions rewriting = JdbcOptions.of("jdbc:postgresql://h/d?reWriteBatchedInserts=true");
    assertThrows(ConfigurationException.class, () -> JdbcSink.upsert(rewriting, "t", items, "id"));
  }
}
