package dev.millrace.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SinkException;
import dev.millrace.core.SourceException;
import dev.millrace.core.sink.FileRolling;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.testing.SourceRun;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTest {
  enum Side {
    BUY,
    SELL
  }

  record Everything(
      boolean flag,
      byte tiny,
      short small,
      int whole,
      long big,
      float single,
      double real,
      String text,
      Side side,
      Instant at,
      LocalDateTime local,
      LocalDate day,
      LocalTime time,
      UUID id,
      Integer boxed,
      Optional<Double> maybe) {
    static Everything of(int i) {
      Instant at = Instant.parse("2024-05-01T12:30:00.123456Z").plusSeconds(i * 86_399L);
      return new Everything(
          i % 2 == 0,
          (byte) i,
          (short) -i,
          i,
          i * 10_000_000_000L,
          i / 4f,
          i / 3.0,
          "é," + i,
          i % 3 == 0 ? Side.BUY : Side.SELL,
          at,
          LocalDateTime.of(1950, 1, 1, 0, 0).plusHours(i),
          LocalDate.of(1969, 12, 31).plusDays(i),
          LocalTime.of(23, 59, 59, 999_999_000).minusMinutes(i),
          new UUID(i, -i),
          i % 4 == 0 ? null : i,
          i % 5 == 0 ? Optional.empty() : Optional.of(i * 0.1));
    }
  }

  @TempDir Path directory;

  private URI uri() {
    return directory.toUri();
  }

  private static List<Everything> rows(int from, int until) {
    return IntStream.range(from, until).mapToObj(Everything::of).toList();
  }

  private List<String> names() {
    return List.of(directory.toFile().list()).stream()
        .filter(name -> !name.startsWith("."))
        .sorted()
        .toList();
  }

  @Test
  void shouldReadWhatItWrote() throws Exception {
    List<Everything> rows = rows(0, 100);
    Output.write(ParquetSink.records(uri(), Everything.class), rows);
    assertEquals(List.of("part-000000000000-000000000000.parquet"), names());
    SourceRun<Everything> play = Input.all(ParquetSource.records(uri(), Everything.class));
    assertEquals(rows, play.records());
    assertEquals(List.of(), play.rejects());
  }

  @Test
  void shouldWriteWhatDuckDbReads() throws Exception {
    Output.write(ParquetSink.records(uri(), Everything.class), rows(0, 40));
    String files = "'" + directory + "/*.parquet'";
    assertEquals(
        List.of(List.of(40L, 780L, 780.0 / 3, "é,0", 30L)),
        Sql.query(
            "select count(*), sum(whole)::bigint, round(sum(real), 9), min(text), count(boxed) from"
                + " read_parquet("
                + files
                + ")"));
    assertEquals(
        List.of(
            List.of(
                "2024-05-02 12:29:59.123456+00",
                "1950-01-01 01:00:00",
                "1970-01-01",
                "23:58:59.999999",
                new UUID(1, -1).toString(),
                "SELL")),
        Sql.query(
            "select \"at\"::varchar, \"local\"::varchar, \"day\"::varchar, \"time\"::varchar,"
                + " id::varchar, side from read_parquet("
                + files
                + ") where whole = 1"));
  }

  @SuppressWarnings("ArrayRecordComponent") // what a column of bytes becomes
  record Foreign(
      boolean flag,
      long small,
      int whole,
      double single,
      BigDecimal price,
      byte[] bytes,
      Instant at,
      LocalDateTime local,
      Optional<String> name) {}

  @Test
  void shouldReadWhatDuckDbWrites() throws Exception {
    Sql.query(
        "copy (select i % 2 = 0 as flag, i::smallint as small, i::int as whole, i::float / 4 as"
            + " single, (i / 100)::decimal(18,2) as price, i::varchar::blob as bytes,"
            + " timestamptz '2024-05-01 00:00:00+00' + interval (i) second as at,"
            + " timestamp_ns '2024-05-01 00:00:00.123456789' as local,"
            + " case when i % 3 = 0 then null else 'n' || i end as name"
            + " from range(10000) t(i)) to '"
            + directory.resolve("a.parquet")
            + "' (format parquet, row_group_size 2048, codec 'zstd')");
    SourceRun<Foreign> play = Input.run(ParquetSource.records(uri(), Foreign.class));
    play.rest(new PlanLimits(777, 1 << 20));
    assertEquals(List.of(), play.rejects());
    assertEquals(10_000, play.records().size());
    for (int i = 0; i < 10_000; i++) {
      Foreign row = play.records().get(i);
      assertEquals(i, row.whole());
      assertEquals(i, row.small());
      assertEquals(i / 4.0, row.single());
      assertEquals(BigDecimal.valueOf(i, 2), row.price());
      assertArrayEquals(
          String.valueOf(i).getBytes(java.nio.charset.StandardCharsets.UTF_8), row.bytes());
      assertEquals(Instant.parse("2024-05-01T00:00:00Z").plusSeconds(i), row.at());
      assertEquals(LocalDateTime.parse("2024-05-01T00:00:00.123456789"), row.local());
      assertEquals(i % 3 == 0 ? Optional.empty() : Optional.of("n" + i), row.name());
    }
  }

  @Test
  void shouldReadAndWriteJson() throws Exception {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> rows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      rows.add(
          json.readTree(
              "{\"id\":"
                  + i
                  + ",\"name\":"
                  + (i == 1 ? "null" : "\"n" + i + "\"")
                  + ",\"x\":0.5,\"at\":\"2024-05-01T00:00:0"
                  + i
                  + "Z\",\"day\":\"2024-05-01\"}"));
    }
    String schema =
        "message row { required int64 id; optional binary name (STRING); optional double x; optional"
            + " int64 at (TIMESTAMP(MICROS,true)); optional int32 day (DATE); }";
    ParquetSink<JsonNode> sink = ParquetSink.json(uri(), schema);
    Output.write(sink, rows);
    SourceRun<JsonNode> play = Input.all(ParquetSource.json(uri()));
    assertEquals(rows.toString(), play.records().toString());
    assertEquals(
        List.of(List.of(3L, 2L)),
        Sql.query("select count(*), count(name) from '" + directory + "/*.parquet'"));
    try (Output<JsonNode> output = new Output<>(sink, 0)) {
      SinkException refusal =
          assertThrows(
              SinkException.class, () -> output.stage(1, List.of(json.readTree("{\"id\":1.5}"))));
      assertEquals(
          "a row of batch 1 does not fit the columns: column 'id': expected Long, got 1.5",
          refusal.getMessage());
    }
    assertThrows(ConfigurationException.class, () -> ParquetSink.json(uri(), "nonsense"));
    assertThrows(
        ConfigurationException.class,
        () -> ParquetSink.json(uri(), "message row { required int96 t; }"));
  }

  record Wrong(long whole, Instant text) {}

  record Missing(int none) {}

  @Test
  void shouldNameWhatDoesNotFit() throws Exception {
    Output.write(ParquetSink.records(uri(), Everything.class), rows(0, 5));
    assertMismatch(
        "part-000000000000-000000000000.parquet: column 'text' holds String, but component 'text'"
            + " of Wrong is java.time.Instant; change one of them",
        Wrong.class);
    assertMismatch(
        "part-000000000000-000000000000.parquet: no column 'none', which Missing needs; there are"
            + " [flag, ",
        Missing.class);
    record Strict(int boxed) {}
    SourceRun<Strict> play = Input.all(ParquetSource.records(uri(), Strict.class));
    assertEquals(List.of(1, 2, 3), play.records().stream().map(Strict::boxed).toList());
    assertEquals("part-000000000000-000000000000.parquet row 1", play.rejects().get(0).position());
    assertEquals(
        "column 'boxed': expected a value, got null; where it may be null, declare it Optional",
        play.rejects().get(1).reason());
    record Unwritable(List<?> texts) {}
    assertThrows(ConfigurationException.class, () -> ParquetSink.records(uri(), Unwritable.class));
  }

  private <T> void assertMismatch(String message, Class<T> type) {
    ConfigurationException refusal =
        assertThrows(
            ConfigurationException.class, () -> Input.all(ParquetSource.records(uri(), type)));
    assertTrue(refusal.getMessage().startsWith(message), refusal.getMessage());
  }

  @Test
  void shouldRefuseFilesThatAreDamagedOrChanged() throws Exception {
    Output.write(ParquetSink.records(uri(), Everything.class), rows(0, 50));
    Path file = directory.resolve("part-000000000000-000000000000.parquet");
    SourceRun<Everything> play = Input.run(ParquetSource.records(uri(), Everything.class));
    play.batch(new PlanLimits(10, 1 << 20));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 100));
    SourceRun<Everything> later = Input.run(ParquetSource.records(uri(), Everything.class));
    later.offsets().putAll(play.offsets());
    SourceException changed =
        assertThrows(SourceException.class, () -> later.batch(new PlanLimits(10, 1 << 20)));
    assertTrue(changed.getMessage().contains("the file was changed"), changed.getMessage());
    SourceException damaged =
        assertThrows(
            SourceException.class, () -> Input.all(ParquetSource.records(uri(), Everything.class)));
    assertTrue(damaged.getMessage().contains("no Parquet file, or damaged"), damaged.getMessage());
    assertThrows(
        ConfigurationException.class,
        () -> Input.all(ParquetSource.json(directory.resolve("none").toUri())));
  }

  @Test
  void shouldFollowNewFiles() throws Exception {
    ParquetSink<Everything> sink = ParquetSink.records(uri(), Everything.class);
    ParquetOptions follow = ParquetOptions.defaults().withFollow(true).withGlob("part-*");
    SourceRun<Everything> play = Input.run(ParquetSource.records(uri(), Everything.class, follow));
    PlanLimits limits = new PlanLimits(1000, 1 << 20);
    play.batch(limits);
    try (Output<Everything> output = new Output<>(sink, -1)) {
      output.batch(0, rows(0, 3));
      play.batch(limits);
      output.batch(1, rows(3, 7));
      play.batch(limits);
      play.batch(limits);
    }
    assertEquals(rows(0, 7), play.records());
  }

  @Test
  void shouldMergeBatchesAndTakeThemApart() throws Exception {
    ParquetSink<Everything> sink =
        ParquetSink.records(uri(), Everything.class)
            .rolling(FileRolling.defaults().withMaxBatches(3));
    Output<Everything> crashed = new Output<>(sink, -1);
    for (int i = 0; i < 4; i++) {
      crashed.batch(i, rows(10 * i, 10 * i + 10));
    }
    crashed.stage(4, rows(0, 1));
    crashed.crash();
    assertEquals(List.of("part-000000000000-000000000002.parquet"), names());
    try (Output<Everything> fallenBack = new Output<>(sink, 1)) {
      fallenBack.writer.publish(1);
      fallenBack.writer.discard(2);
      assertEquals(List.of(), names());
      fallenBack.batch(2, rows(20, 30));
      fallenBack.batch(3, rows(30, 40));
    }
    assertEquals(
        List.of("part-000000000000-000000000002.parquet", "part-000000000003-000000000003.parquet"),
        names());
    assertEquals(rows(0, 40), Input.all(ParquetSource.records(uri(), Everything.class)).records());
    assertEquals(
        List.of(List.of(40L)), Sql.query("select count(*) from '" + directory + "/*.parquet'"));
  }

  @Test
  void shouldRefuseTheDirectoryOfAnotherRun() throws Exception {
    ParquetSink<Everything> sink = ParquetSink.records(uri(), Everything.class);
    Output.write(sink, rows(0, 1));
    SinkException afresh = assertThrows(SinkException.class, () -> new Output<>(sink, -1));
    assertTrue(afresh.getMessage().contains("starts afresh"), afresh.getMessage());
    assertThrows(ConfigurationException.class, () -> FileRolling.defaults().withMaxBatches(0));
    assertThrows(ConfigurationException.class, () -> FileRolling.defaults().withMaxBytes(0));
    assertThrows(ConfigurationException.class, () -> ParquetOptions.defaults().withGlob("{"));
  }
}
