package dev.millrace.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.core.testing.StreamTestDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what the README shows. */
class ReadmeTest {
  @TempDir Path directory;

  record Payment(long id, double amount, Instant createdAt) {}

  private static void describe(StreamingContext context, String url, String user, String password) {
    JdbcOptions options = JdbcOptions.of(url).withLogin(user, password);
    DStream<Payment> payments =
        context.source(
            "payments",
            JdbcSource.records(options, "payments", Payment.class, "created_at", "id")
                .withLag(Duration.ofSeconds(30)));
    payments
        .filter(payment -> payment.amount() > 1_000)
        .to("large", JdbcSink.upsert(options, "large_payments", SqlTable.of(Payment.class), "id"));
  }

  @Test
  void shouldDoWhatTheReadmeShows() {
    Database database = Database.of(Database.Kind.H2, directory);
    String columns = " (id BIGINT PRIMARY KEY, amount DOUBLE PRECISION, created_at TIMESTAMP)";
    database.execute(
        "CREATE USER u PASSWORD 'p' ADMIN",
        "CREATE TABLE payments" + columns,
        "CREATE TABLE large_payments" + columns,
        "INSERT INTO payments VALUES (1, 5, '2026-01-31 12:00:00')",
        "INSERT INTO payments VALUES (2, 5000, '2026-01-31 12:00:01')");
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            StreamingConfig.named("readme").withCheckpoint(directory.resolve("checkpoint")),
            context -> describe(context, database.options().url(), "u", "p"))) {
      driver.runBatch();
      driver.advance(Duration.ofSeconds(30));
      driver.runAll();
    }
    assertEquals(List.of("2"), database.select("SELECT id FROM large_payments"));
  }
}
