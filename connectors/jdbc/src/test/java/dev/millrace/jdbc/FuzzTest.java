package dev.millrace.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.source.Offset;
import dev.millrace.core.testing.Fuzz;
import dev.millrace.core.testing.SourceRun;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings, offsets and values of rows, damaged: taken, or refused with a reason. */
class FuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");

  enum Kind {
    WEB,
    SHOP
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Order(
      Optional<Integer> small,
      Optional<Long> large,
      Optional<Double> real,
      Optional<Boolean> yes,
      Optional<BigDecimal> total,
      Optional<Kind> kind,
      Optional<UUID> uuid,
      Optional<Instant> at,
      Optional<LocalDate> day,
      byte[] raw) {}

  @TempDir Path directory;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] input) {
    return new String(input, StandardCharsets.UTF_8);
  }

  @Test
  void shouldTakeAnySettingsOrSayWhyNot() {
    Fuzz.Result result =
        Fuzz.of(
                "options",
                input -> {
                  String[] texts = text(input).split("\n", 3);
                  JdbcOptions options =
                      JdbcOptions.of(texts[0])
                          .withLedger(texts.length > 1 ? texts[1] : "ledger")
                          .withProperty(texts.length > 2 ? texts[2] : "ssl", "true");
                  assertFalse(options.toString().isEmpty());
                },
                List.of(
                    utf8("jdbc:postgresql://db:5432/shop?ssl=true&loginTimeout=3"),
                    utf8("jdbc:h2:/data/shop;DB_CLOSE_DELAY=-1\nmarts.\"my ledger\"\nuser")))
            .withTokens("jdbc:", "?password=", "//user:pw@", "%", "%70", ";INIT=", "\0", "\"", ".")
            .run(CORPORA);
    assertTrue(result.read() > 0 && result.refused() > 0, result.toString());
  }

  @Test
  void shouldGoOnFromAnyOffsetOrSayWhyNot() {
    Fuzz.Result result =
        Fuzz.of(
                "offset",
                input -> Place.of(new Offset(text(input)), 2),
                List.of(utf8("[\"2026-01-02T03:04:05Z\",\"17\"]"), utf8("[]")))
            .withTokens("null", "[null]", "[[", "{", "1e999999999", "\\ud800")
            .withRefusal(IllegalArgumentException.class) // no offset is so long
            .run(CORPORA);
    assertTrue(result.read() > 0 && result.refused() > 0, result.toString());
  }

  @Test
  void shouldReadTimesOfSqliteOrSayWhyNot() {
    Fuzz.Result result =
        Fuzz.of(
                "sqlite-times",
                input -> SqliteTimes.parse(text(input)),
                List.of(utf8("2026-01-02 03:04:05.678"), utf8("2026-01-02T03:04Z")))
            .withTokens("+999999999-", "-", ":", "24:00", "T", "Z")
            .withRefusal(DateTimeException.class)
            .run(CORPORA);
    assertTrue(result.read() > 0 && result.refused() > 0, result.toString());
  }

  /** SQLite keeps any value in any column. */
  @Test
  void shouldReadAnyValuesOrMakeDeadLettersOfThem() throws Exception {
    Database database = Database.of(Database.Kind.SQLITE, directory);
    database.execute(
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, small INTEGER, large BIGINT, real REAL,"
            + " yes BOOLEAN, total DECIMAL, kind TEXT, uuid TEXT, at TIMESTAMP, day DATE, raw BLOB)");
    JdbcSource<Order> source = JdbcSource.records(database.options(), "orders", Order.class, "id");
    try (Connection connection = database.connect();
        PreparedStatement write =
            connection.prepareStatement(
                "INSERT OR REPLACE INTO orders VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      Fuzz.Target target =
          input -> {
            String[] values = text(input).split("\n", -1);
            for (int i = 0; i < 10; i++) {
              write.setString(i + 1, i < values.length ? values[i] : null);
            }
            write.executeUpdate();
            try (SourceRun<Order> run = new SourceRun<>(source, directory)) {
              run.batch();
              assertEquals(1, run.records().size() + run.rejects().size());
            }
          };
      Fuzz.of(
              "sqlite-rows",
              target,
              List.of(
                  utf8(
                      String.join(
                          "\n",
                          List.of(
                              "7",
                              "12345678901",
                              "1.5",
                              "1",
                              "12.50",
                              "SHOP",
                              "0b5ac5b0-6b0c-4b0e-9a43-000000000001",
                              "2026-01-02 03:04:05",
                              "2026-01-02",
                              "xyz")))))
          .withTokens("1e999999999", "9e999", "NaN", "-", "\n", "\0", "'", "x'00'")
          .withMemory(8 << 20, 256) // a pool of connections each time
          .run(CORPORA);
    }
  }
}
