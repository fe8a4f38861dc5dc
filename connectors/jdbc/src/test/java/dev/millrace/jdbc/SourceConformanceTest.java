package dev.millrace.jdbc;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.source.Source;
import dev.millrace.core.testing.SourceConformance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class SourceConformanceTest {
  private static final int RECORDS = 17;

  @TempDir static Path directory;

  record Event(long id, long tick, String text) {}

  /** Accepts small numbers. */
  record Small(long id) {
    Small {
      if (id > 9) {
        throw new IllegalArgumentException("expected at most 9, got " + id);
      }
    }
  }

  private record Harness<T>(JdbcOptions options, Function<JdbcOptions, Source<T>> make)
      implements SourceConformance.Harness<T> {
    @Override
    public Source<T> source() {
      return make.apply(options);
    }

    @Override
    public int records() {
      return RECORDS;
    }

    @Override
    public boolean isBounded() {
      return false;
    }

    @Override
    public Optional<Source<T>> emptySource() {
      return Optional.empty();
    }

    @Override
    public Path directory() {
      return directory;
    }
  }

  /** With three rows a tick. */
  private static String filled(Database database) {
    String table = Database.newName("events");
    database.execute(
        "CREATE TABLE " + table + " (id BIGINT PRIMARY KEY, tick BIGINT, text VARCHAR(20))");
    List<List<Object>> rows = new ArrayList<>();
    for (long id = 0; id < RECORDS; id++) {
      rows.add(List.of(id, id / 3, "row " + id));
    }
    database.insert("INSERT INTO " + table + " VALUES (?, ?, ?)", rows);
    return table;
  }

  @TestFactory
  Stream<DynamicContainer> sources() {
    return Arrays.stream(Database.Kind.values())
        .map(kind -> Database.of(kind, directory))
        .map(
            database -> {
              String table = filled(database);
              return checks(
                  database + " by its key",
                  database,
                  options -> JdbcSource.records(options, table, Event.class, "id"));
            });
  }

  @TestFactory
  Stream<DynamicContainer> variants() {
    Database postgres = Database.of(Database.Kind.POSTGRESQL, directory);
    String table = filled(postgres);
    return Stream.of(
        checks(
            "by two columns, held back",
            postgres,
            options ->
                JdbcSource.records(options, table, Event.class, "tick", "id")
                    .withLag(Duration.ofMillis(1))),
        checks(
            "by two columns, in several ranges",
            postgres,
            options ->
                JdbcSource.records(options, table, Event.class, "tick", "id").withRangeRows(1)),
        checks(
            "with dead letters",
            postgres,
            options -> JdbcSource.records(options, table, Small.class, "id")));
  }

  private static <T> DynamicContainer checks(
      String name, Database database, Function<JdbcOptions, Source<T>> make) {
    Harness<T> harness = new Harness<>(database.options(), make);
    return dynamicContainer(
        name,
        SourceConformance.checks(harness).stream()
            .map(check -> dynamicTest(check.name(), check::run)));
  }
}
