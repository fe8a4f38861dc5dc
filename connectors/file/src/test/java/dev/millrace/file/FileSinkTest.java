package dev.millrace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SinkException;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import dev.millrace.core.source.DeadLetter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
  record Line(
      String text,
      double d,
      float f,
      long l,
      boolean z,
      Double boxed,
      Optional<String> optional,
      OptionalInt count,
      Instant at) {}

  @TempDir Path directory;
  private final LocalEngine engine = LocalEngine.withThreads(2);

  @AfterEach
  void close() {
    engine.close();
  }

  private <T> void stage(SinkWriter<T> writer, long id, List<T> values) throws Exception {
    engine.beginBatch(new BatchInfo(id, Instant.EPOCH));
    writer.stage(id, engine.of(List.of(values)));
    engine.endBatch();
  }

  private SinkContext context(long committed) {
    return new SinkContext("pipeline", "sink", Optional.of(directory), committed);
  }

  private <T> String written(Sink<T> sink, String name, List<T> values) throws Exception {
    try (SinkWriter<T> writer = sink.open(context(-1))) {
      stage(writer, 0, values);
      writer.publish(0);
    }
    return Files.readString(directory.resolve(name));
  }

  @Test
  void shouldWriteRecordsAsCsv() throws Exception {
    Line full =
        new Line(
            "a,\"b\"\né",
            0.1,
            0.1f,
            -7,
            true,
            1e22,
            Optional.of("x"),
            OptionalInt.of(3),
            Instant.EPOCH);
    Line bare =
        new Line(
            "",
            Double.NaN,
            Float.NaN,
            0,
            false,
            null,
            Optional.empty(),
            OptionalInt.empty(),
            Instant.MIN);
    assertEquals(
        """
        text,d,f,l,z,boxed,optional,count,at
        "a,""b""
        é",0.1,0.1,-7,true,1.0E22,x,3,1970-01-01T00:00:00Z
        ,,,0,false,,,,-1000000000-01-01T00:00:00Z
        """,
        written(
            FileSink.csv(directory, Line.class), "batch-000000000000.csv", List.of(full, bare)));
  }

  @Test
  void shouldWriteTheShortestNumbersOnEveryJava() throws Exception {
    CsvColumns<Double> columns = CsvColumns.<Double>none().with("value", value -> value);
    assertEquals(
        "value\n0.002\n2.0E22\n2.2E-322\n1.0\n-0.0\nInfinity\n",
        written(
            FileSink.csv(directory, columns),
            "batch-000000000000.csv",
            List.of(2e-3, 2e22, 2.2e-322, 1.0, -0.0, Double.POSITIVE_INFINITY)));
  }

  /** A process that died while it claimed the directory must not lock out the next one. */
  @Test
  void shouldClaimADirectoryInOneStep() throws Exception {
    Files.writeString(directory.resolve(".unfinished"), "pipe");
    FileSink<Long> sink = FileSink.jsonLines(directory);
    sink.open(context(-1)).close();
    assertEquals("pipeline pipeline, sink sink\n", Files.readString(directory.resolve(".owner")));
    assertFalse(Files.exists(directory.resolve(".unfinished")));
    sink.open(context(3)).close();
  }

  @Test
  void shouldWriteRows() throws Exception {
    RowSchema schema =
        new RowSchema(
            List.of(
                new RowSchema.Column("n", RowSchema.Type.NUMBER),
                new RowSchema.Column("t", RowSchema.Type.TEXT)));
    Row row = new Row(schema, new double[] {1.5, 0}, new String[] {"", "x"});
    assertEquals(
        "n,t\n1.5,x\n",
        written(
            FileSink.csv(directory, CsvColumns.of(schema)),
            "batch-000000000000.csv",
            List.of(row)));
  }

  @Test
  void shouldWriteJsonTheSameEachTime() throws Exception {
    record Nested(double d, OptionalDouble none, Instant at, Map<String, Integer> map) {}
    Nested value =
        new Nested(2e22, OptionalDouble.empty(), Instant.EPOCH, Map.of("b", 1, "a", 2, "c", 3));
    assertEquals(
        "{\"d\":2.0E22,\"none\":null,\"at\":\"1970-01-01T00:00:00Z\",\"map\":{\"a\":2,\"b\":1,\"c\":3}}\n",
        written(FileSink.jsonLines(directory), "batch-000000000000.jsonl", List.of(value)));
  }

  @Test
  void shouldWriteDeadLetters() throws Exception {
    DeadLetter letter = new DeadLetter("trades", "a.csv line 3", "expected a number", "x,\"y\"");
    String written =
        written(FileSink.jsonLines(directory), "batch-000000000000.jsonl", List.of(letter));
    assertEquals(
        "{\"origin\":\"trades\",\"position\":\"a.csv line 3\",\"reason\":\"expected a number\","
            + "\"record\":\"x,\\\"y\\\"\"}\n",
        written);
    List<DeadLetter> read = Play.all(FileSource.jsonLines(directory, DeadLetter.class)).records;
    assertEquals(List.of(letter), read);
  }

  @Test
  void shouldLeaveNothingBehindButTheFiles() throws Exception {
    Sink<String> sink = FileSink.jsonLines(directory);
    try (SinkWriter<String> writer = sink.open(context(-1))) {
      stage(writer, 0, List.of("a"));
      stage(writer, 1, List.of());
      stage(writer, 2, List.of("b"));
      writer.publish(2);
      stage(writer, 3, List.of("c"));
      assertTrue(Files.exists(directory.resolve(".stage/batch-000000000003.jsonl")));
      writer.discard(3);
    }
    assertEquals(
        List.of(".owner", "batch-000000000000.jsonl", "batch-000000000002.jsonl"), names());
  }

  private List<String> names() throws Exception {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void shouldKeepWhatIsStagedWhenClosedBetweenCommitAndPublish() throws Exception {
    Sink<String> sink = FileSink.jsonLines(directory);
    try (SinkWriter<String> writer = sink.open(context(-1))) {
      stage(writer, 0, List.of("a"));
    }
    assertFalse(Files.exists(directory.resolve("batch-000000000000.jsonl")));
    try (SinkWriter<String> writer = sink.open(context(0))) {
      writer.publish(0);
    }
    assertEquals(List.of(".owner", "batch-000000000000.jsonl"), names());
  }

  @Test
  void shouldRefuseTheDirectoryOfAnotherRunOrSink() throws Exception {
    Sink<String> sink = FileSink.jsonLines(directory);
    try (SinkWriter<String> writer = sink.open(context(-1))) {
      stage(writer, 0, List.of("a"));
      writer.publish(0);
    }
    SinkException afresh = assertThrows(SinkException.class, () -> sink.open(context(-1)));
    assertTrue(afresh.getMessage().contains("starts afresh"), afresh.getMessage());
    SinkContext other = new SinkContext("pipeline", "other", Optional.of(directory), 5);
    SinkException foreign = assertThrows(SinkException.class, () -> sink.open(other));
    assertTrue(foreign.getMessage().contains("pipeline pipeline, sink sink"), foreign.getMessage());
    Files.delete(directory.resolve(".owner"));
    SinkException unknown = assertThrows(SinkException.class, () -> sink.open(context(3)));
    assertTrue(unknown.getMessage().contains("somebody else"), unknown.getMessage());
  }

  @Test
  void shouldRefuseColumnsThatAreNone() {
    assertThrows(ConfigurationException.class, () -> FileSink.csv(directory, String.class));
    CsvColumns<String> columns = CsvColumns.<String>none().with("a", text -> text);
    assertThrows(ConfigurationException.class, () -> columns.with("a", text -> text));
  }
}
