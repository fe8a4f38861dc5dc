package dev.millrace.jdbc;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.sink.Sink;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.core.testing.SinkConformance;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class SinkConformanceTest {
  @TempDir static Path directory;

  record Reading(int number, String text) {}

  private enum Mode {
    INSERT,
    UPSERT
  }

  private record Place(Database database, String table, Mode mode)
      implements SinkConformance.Place<Reading> {
    @Override
    public Sink<Reading> sink() {
      JdbcOptions options = database.options().withLedger(table + "_ledger");
      SqlTable<Reading> columns = SqlTable.of(Reading.class);
      return mode == Mode.INSERT
          ? JdbcSink.insert(options, table, columns)
          : JdbcSink.upsert(options, table, columns, "number");
    }

    @Override
    public List<Reading> visible() {
      return database.select("SELECT number, text FROM " + table + " ORDER BY position").stream()
          .map(row -> row.split(","))
          .map(row -> new Reading(Integer.parseInt(row[0]), row[1]))
          .toList();
    }
  }

  private static Place newPlace(Database database, Mode mode) {
    String table = Database.newName("readings");
    String position =
        switch (database.kind()) {
          case POSTGRESQL, H2 -> "position BIGINT GENERATED ALWAYS AS IDENTITY";
          case SQLITE -> "position INTEGER PRIMARY KEY AUTOINCREMENT";
          case DUCKDB -> "position BIGINT DEFAULT nextval('" + table + "_position')";
        };
    if (database.kind() == Database.Kind.DUCKDB) {
      database.execute("CREATE SEQUENCE " + table + "_position");
    }
    database.execute(
        "CREATE TABLE "
            + table
            + " (number INT NOT NULL UNIQUE, text VARCHAR(20), "
            + position
            + ")");
    return new Place(database, table, mode);
  }

  @TestFactory
  Stream<DynamicContainer> sinks() {
    Stream<DynamicContainer> inserts =
        Arrays.stream(Database.Kind.values())
            .map(kind -> checks(Database.of(kind, directory), Mode.INSERT));
    Database postgres = Database.of(Database.Kind.POSTGRESQL, directory);
    return Stream.concat(inserts, Stream.of(checks(postgres, Mode.UPSERT)));
  }

  private static DynamicContainer checks(Database database, Mode mode) {
    SinkConformance.Harness<Reading> harness =
        new SinkConformance.Harness<>() {
          @Override
          public SinkConformance.Place<Reading> newPlace() {
            return SinkConformanceTest.newPlace(database, mode);
          }

          @Override
          public Reading record(int number) {
            return new Reading(number, "row " + number);
          }
        };
    return dynamicContainer(
        database + " " + mode,
        SinkConformance.checks(harness).stream()
            .map(check -> dynamicTest(check.name(), check::run)));
  }
}
