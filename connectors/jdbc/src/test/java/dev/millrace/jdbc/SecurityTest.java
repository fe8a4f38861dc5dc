package dev.millrace.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.sql.SqlColumn;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.core.sql.SqlType;
import dev.millrace.core.testing.SourceRun;
import dev.millrace.core.testing.StreamTestDriver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityTest {
  private static final String CANARY = "S3CRET-CANARY";

  /** A name that would end the statement, were it not in quotes. */
  private static final String EVIL = "x\" (id) VALUES (1); DROP TABLE victims; --";

  @TempDir Path directory;

  record Item(long id) {}

  private static String trace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static String refused(Runnable making) {
    ConfigurationException e = assertThrows(ConfigurationException.class, making::run);
    assertFalse(trace(e).contains(CANARY), trace(e));
    return e.getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://h/d?user=u&password=" + CANARY,
        "jdbc:postgresql://h/d?sslpassword=" + CANARY,
        "jdbc:postgresql://u:" + CANARY + "@h/d",
        "jdbc:h2:mem:x;PASSWORD=" + CANARY,
        "jdbc:postgresql://h/d?pass%77ord=" + CANARY
      })
  void shouldRefuseUrlsWithPasswords(String url) {
    assertTrue(refused(() -> JdbcOptions.of(url)).contains("holds a password"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://h/d?socketFactory=org.example.Evil",
        "jdbc:postgresql://h/d?a=b&SSLFactory=org.example.Evil",
        "jdbc:postgresql://h/d?loggerLevel=TRACE&loggerFile=/etc/cron.d/x",
        "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://evil/x.sql'",
        "jdbc:h2:mem:x;trace=1; init = CREATE ALIAS",
        "jdbc:sqlite:x?enable_load_extension=true",
        "jdbc:duckdb:x;session_init_sql_file=/tmp/x"
      })
  void shouldRefuseOptionsThatRunCode(String url) {
    assertTrue(refused(() -> JdbcOptions.of(url)).contains("can make the driver run code"));
  }

  @Test
  void shouldRefusePropertiesThatRunCodeAndWhatIsNoUrl() {
    JdbcOptions options = JdbcOptions.of("jdbc:h2:mem:x");
    refused(() -> options.withProperty("INIT", "RUNSCRIPT"));
    refused(() -> options.withProperty("socketfactory", "org.example.Evil"));
    refused(() -> JdbcOptions.of("http://h/d"));
    refused(() -> options.withPatience(Duration.ofHours(1)));
    refused(() -> options.withConnections(0));
    refused(() -> options.withFetchRows(0));
    refused(() -> options.withLedger("a.b.c.d"));
  }

  @Test
  void shouldNotShowSecrets() {
    JdbcOptions options =
        JdbcOptions.of("jdbc:postgresql://h:1/d?ssl=true")
            .withLogin("u", CANARY)
            .withProperty("sslpassword", CANARY);
    assertFalse(options.toString().contains(CANARY), options.toString());
    assertTrue(options.toString().contains("user=u"), options.toString());
    assertFalse(
        new DriverDataSource(options.url(), options.properties()).toString().contains(CANARY));
    assertEquals(
        "table t in jdbc:postgresql://h:1/d",
        JdbcSource.records(options, "t", Item.class, "id").toString());
    assertEquals(
        "table t in jdbc:postgresql://h:1/d",
        JdbcSink.insert(options, "t", SqlTable.of(Item.class)).toString());
  }

  /** Drivers repeat what they were given. */
  @Test
  void shouldNotShowSecretsThatDriversSay() {
    JdbcOptions options =
        PostgresServer.shared()
            .options()
            .withProperty("options", "-c nonsense=" + CANARY)
            .withProperty("my.secret", CANARY)
            .withPatience(Duration.ofSeconds(1));
    JdbcSource<Item> source = JdbcSource.records(options, "t", Item.class, "id");
    MillraceException e =
        assertThrows(MillraceException.class, () -> new SourceRun<>(source, directory));
    assertFalse(trace(e).contains(CANARY), trace(e));
  }

  @ParameterizedTest
  @EnumSource(Database.Kind.class)
  void shouldTakeEveryNameForANameAndNothingElse(Database.Kind kind) throws Exception {
    Database database = Database.of(kind, directory);
    String quoted = Names.quoted(EVIL);
    database.execute(
        "CREATE TABLE victims (id BIGINT)",
        "CREATE TABLE " + quoted + " (" + quoted + " BIGINT PRIMARY KEY)");
    SqlTable<String> columns = SqlTable.json(List.of(new SqlColumn(EVIL, SqlType.BIGINT)));
    String ledger = "ledger\"; DROP TABLE victims; --" + kind;
    QueueSource<String> queue = QueueSource.create();
    String name = EVIL.replace("\"", "\\\"");
    queue.pushAll(List.of("{\"" + name + "\": 1}", "{\"" + name + "\": 2}"));
    JdbcOptions options = database.options().withLedger(ledger);
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            StreamingConfig.named("evil").withCheckpoint(directory.resolve("checkpoint")),
            context ->
                context
                    .source("in", queue)
                    .to("out", JdbcSink.upsert(options, EVIL, columns, EVIL)))) {
      driver.runAll();
    }
    try (SourceRun<?> play = new SourceRun<>(JdbcSource.rows(options, EVIL, EVIL), directory)) {
      assertEquals(2, play.until(2).size());
    }
    assertEquals(List.of("0"), database.select("SELECT count(*) FROM victims"));
    database.execute(
        "DROP TABLE victims", "DROP TABLE " + quoted, "DROP TABLE " + Names.quoted(ledger));
  }
}
