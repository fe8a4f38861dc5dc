package dev.millrace.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.MillraceException;
import dev.millrace.core.SinkException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.observe.StreamingListener;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.core.testing.SourceRun;
import dev.millrace.core.testing.StreamTestDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** From table to table, with everything that may go wrong in between. */
@Timeout(120)
class ExactlyOnceTest {
  private static final int ROWS = 40;

  @TempDir Path directory;

  record Item(long id, String text) {}

  /** Two tables, the first one filled. */
  private record Tables(Database database, String input, String output) {
    static Tables of(Database database, int rows) {
      Tables tables = new Tables(database, Database.newName("input"), Database.newName("output"));
      database.execute(
          "CREATE TABLE " + tables.input + " (id BIGINT PRIMARY KEY, text VARCHAR(20))",
          // No key: what is written twice shows twice.
          "CREATE TABLE " + tables.output + " (id BIGINT, text VARCHAR(20))");
      tables.fill(0, rows);
      return tables;
    }

    void fill(int from, int until) {
      List<List<Object>> rows =
          LongStream.range(from, until).mapToObj(id -> List.<Object>of(id, "row " + id)).toList();
      database.insert("INSERT INTO " + input + " VALUES (?, ?)", rows);
    }

    void copy(StreamingContext context) {
      copy(context, database.options());
    }

    void copy(StreamingContext context, JdbcOptions options) {
      context
          .source("in", JdbcSource.records(options, input, Item.class, "id").withRangeRows(3))
          .map(item -> new Item(item.id(), item.text() + "!"))
          .to("out", JdbcSink.insert(options, output, SqlTable.of(Item.class)));
    }

    List<String> written() {
      return database.select("SELECT id, text FROM " + output + " ORDER BY id");
    }
  }

  private static List<String> expected(int rows) {
    return LongStream.range(0, rows).mapToObj(id -> id + ",row " + id + "!").toList();
  }

  private StreamingConfig config(String name) {
    return StreamingConfig.named(name)
        .withCheckpoint(directory.resolve("checkpoint"))
        .withThreads(2)
        .withMaxBatchRecords(10);
  }

  static Stream<Arguments> crashes() {
    return Arrays.stream(Database.Kind.values())
        .flatMap(kind -> Arrays.stream(BatchStep.values()).map(step -> Arguments.of(kind, step)));
  }

  @ParameterizedTest
  @MethodSource("crashes")
  void shouldShowEverythingOnceWhereverItCrashes(Database.Kind kind, BatchStep step) {
    Tables tables = Tables.of(Database.of(kind, directory), ROWS);
    try (StreamTestDriver driver = StreamTestDriver.of(config("crash-" + step), tables::copy)) {
      driver.crashAt(step, 2);
      driver.recover();
      driver.crashAt(step, 1);
      driver.recover();
      driver.runAll();
      driver.stop();
    }
    assertEquals(expected(ROWS), tables.written());
  }

  @ParameterizedTest
  @EnumSource(Database.Kind.class)
  void shouldRefuseAProcessThatWasTakenForDead(Database.Kind kind) {
    Tables tables = Tables.of(Database.of(kind, directory), ROWS);
    StreamingConfig first = config("zombie").withCheckpoint(directory.resolve("first"));
    StreamingConfig second = config("zombie").withCheckpoint(directory.resolve("second"));
    try (StreamTestDriver zombie = StreamTestDriver.of(first, tables::copy);
        StreamTestDriver successor = StreamTestDriver.of(second, tables::copy)) {
      MillraceException refused = assertThrows(MillraceException.class, zombie::runBatch);
      assertTrue(
          refused.getMessage().contains("another process writes as 'zombie/out'"),
          refused.getMessage());
      successor.runAll();
    }
    assertEquals(expected(ROWS), tables.written());
  }

  @Test
  void shouldRefuseToStartAfreshBesideItsOwnOutput() {
    Tables tables = Tables.of(Database.of(Database.Kind.SQLITE, directory), ROWS);
    try (StreamTestDriver driver = StreamTestDriver.of(config("afresh"), tables::copy)) {
      driver.runAll();
    }
    StreamingConfig other = config("afresh").withCheckpoint(directory.resolve("other"));
    SinkException refused =
        assertThrows(SinkException.class, () -> StreamTestDriver.of(other, tables::copy));
    assertTrue(refused.getMessage().contains("starts afresh"), refused.getMessage());
    assertTrue(refused.getMessage().contains("'afresh/out'"), refused.getMessage());
  }

  @Test
  void shouldRefuseToGuessWhenTheLedgerIsGone() {
    Tables tables = Tables.of(Database.of(Database.Kind.H2, directory), ROWS);
    try (StreamTestDriver driver = StreamTestDriver.of(config("gone"), tables::copy)) {
      driver.runBatch();
      driver.crashAt(BatchStep.PUBLISH);
      tables.database().execute("DELETE FROM \"millrace_batches\"");
      SinkException refused = assertThrows(SinkException.class, driver::recover);
      assertTrue(
          refused.getMessage().contains("whether batch 1 was published"), refused.getMessage());
    }
  }

  /** Counts down with every record that is committed. */
  private record Progress(CountDownLatch records) implements StreamingListener {
    @Override
    public void onBatch(BatchReport batch) {
      for (long i = 0; i < batch.records(); i++) {
        records.countDown();
      }
    }
  }

  @Test
  void shouldLoseAndRepeatNothingWhenTheServerIsStoppedInMidStream() throws Exception {
    int rows = 3_000;
    Tables tables = Tables.of(Database.of(Database.Kind.POSTGRESQL, directory), rows);
    StreamingConfig config =
        config("server")
            .withMaxBatchRecords(20)
            .withTrigger(Trigger.interval(Duration.ofMillis(1)));
    CountDownLatch third = new CountDownLatch(rows / 3);
    CountDownLatch twoThirds = new CountDownLatch(2 * rows / 3);
    CountDownLatch all = new CountDownLatch(rows + 100);
    try (StreamingContext context = StreamingContext.create(config)) {
      tables.copy(context);
      for (CountDownLatch some : List.of(third, twoThirds, all)) {
        context.listen(new Progress(some));
      }
      context.start();
      for (CountDownLatch some : List.of(third, twoThirds)) {
        assertTrue(some.await(60, TimeUnit.SECONDS), () -> some.getCount() + " missing");
        PostgresServer.shared().crash();
        PostgresServer.shared().restart();
      }
      tables.fill(rows, rows + 100);
      assertTrue(all.await(60, TimeUnit.SECONDS), () -> all.getCount() + " missing");
      context.stop();
      context.awaitTermination();
    }
    assertEquals(expected(rows + 100), tables.written());
  }

  @Test
  void shouldFindOutWhatBecameOfACommitWhoseAnswerWasLost() throws Exception {
    Tables tables = Tables.of(Database.of(Database.Kind.POSTGRESQL, directory), ROWS);
    try (LossyProxy proxy = LossyProxy.to(PostgresServer.shared().port())) {
      JdbcOptions options =
          JdbcOptions.of("jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres")
              .withProperty("user", "postgres");
      try (StreamTestDriver driver =
          StreamTestDriver.of(config("lossy"), context -> tables.copy(context, options))) {
        driver.runBatch();
        for (int loss = 1; loss <= 2; loss++) {
          proxy.loseTheAnswerOfTheNextCommit();
          driver.runBatch();
          assertEquals(loss, proxy.losses());
        }
        driver.runAll();
      }
    }
    assertEquals(expected(ROWS), tables.written());
  }

  @Test
  void shouldSayThatTheDatabaseIsAwayOnceItsPatienceEnds() {
    JdbcOptions nowhere =
        JdbcOptions.of("jdbc:postgresql://127.0.0.1:1/postgres")
            .withLogin("u", "S3CRET-CANARY")
            .withPatience(Duration.ofSeconds(1));
    JdbcSource<Item> source = JdbcSource.records(nowhere, "t", Item.class, "id");
    MillraceException e =
        assertThrows(MillraceException.class, () -> new SourceRun<>(source, directory).batch());
    assertTrue(
        e.getMessage().contains("jdbc:postgresql://127.0.0.1:1/postgres failed"), e.getMessage());
    assertTrue(e.getMessage().contains("nothing is lost"), e.getMessage());
  }
}
