package dev.millrace.yaml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.MillraceException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.file.FileOptions;
import dev.millrace.file.FileSource;
import dev.millrace.jdbc.JdbcOptions;
import dev.millrace.jdbc.JdbcSink;
import dev.millrace.parquet.ParquetSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables and Parquet files, as YAML and as Java: both hold the same. */
class OutputsTest {
  private static final RowSchema COLUMNS =
      new RowSchema(
          List.of(
              new RowSchema.Column("city", RowSchema.Type.TEXT),
              new RowSchema.Column("km", RowSchema.Type.NUMBER)));

  @TempDir Path directory;
  private Path trips;

  @BeforeEach
  void write() throws IOException {
    trips =
        Files.writeString(
            directory.resolve("trips.csv"),
            "city,km\nRome,2.5\nParis,\nRome,4\n,7\nOslo,1e-3\nParis,12\n");
  }

  private void declared(String output) throws InterruptedException {
    String yaml =
        """
        name: trips
        trigger: availableNow
        batch: {maxRecords: 4}
        checkpoint: %s
        sources: {trips: {type: csv, path: '%s', columns: {city: text, km: number}}}
        outputs: {rows: {from: rows, to: %s}}
        """
            .formatted(directory.resolve("declared"), trips, output);
    PipelineFile file = PipelineFile.of("trips.yaml", yaml, name -> "secret-of-the-test");
    try (StreamingContext context = StreamingContext.create(file.config())) {
      file.describe(context);
      context.start();
      context.awaitTermination();
    }
  }

  private void inJava(Sink<Row> sink) throws InterruptedException {
    StreamingConfig config =
        StreamingConfig.named("trips")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(4)
            .withCheckpoint(directory.resolve("written"));
    try (StreamingContext context = StreamingContext.create(config)) {
      context
          .source("trips", FileSource.csv(trips, FileOptions.defaults().withSchema(COLUMNS)))
          .to("rows", sink);
      context.start();
      context.awaitTermination();
    }
  }

  private String url(String name) {
    return "jdbc:sqlite:" + directory.resolve(name);
  }

  private static void execute(String url, String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement made = connection.createStatement()) {
      made.execute(statement);
    }
  }

  private static List<String> rows(String url) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("select city, km from trips order by rowid")) {
      while (found.next()) {
        rows.add(found.getObject(1) + " " + found.getObject(2));
      }
    }
    return rows;
  }

  private void compareTables(String keys, BiFunction<JdbcOptions, SqlTable<Row>, Sink<Row>> twin)
      throws Exception {
    String table = "create table trips (city text unique, km double)";
    execute(url("written.db"), keys.isEmpty() ? table.replace(" unique", "") : table);
    execute(url("declared.db"), keys.isEmpty() ? table.replace(" unique", "") : table);
    inJava(twin.apply(JdbcOptions.of(url("written.db")), SqlTable.rows(COLUMNS)));
    declared("{type: jdbc, url: '%s', table: trips%s}".formatted(url("declared.db"), keys));
    assertEquals(rows(url("written.db")), rows(url("declared.db")));
  }

  @Test
  void shouldInsertAsJavaDoes() throws Exception {
    compareTables("", (options, columns) -> JdbcSink.insert(options, "trips", columns));
    assertEquals(
        List.of("Rome 2.5", "Paris null", "Rome 4.0", "null 7.0", "Oslo 0.001", "Paris 12.0"),
        rows(url("declared.db")));
  }

  @Test
  void shouldReplaceByKeyAsJavaDoes() throws Exception {
    compareTables(
        ", key: [city]", (options, columns) -> JdbcSink.upsert(options, "trips", columns, "city"));
    assertEquals(
        List.of("Rome 4.0", "Paris 12.0", "null 7.0", "Oslo 0.001"), rows(url("declared.db")));
  }

  @Test
  void shouldMakeATableThatIsNotThere() throws Exception {
    String made = "{type: jdbc, url: '%s', table: trips, create: true, key: [city]}";
    declared(made.formatted(url("made.db")));
    assertEquals(4, rows(url("made.db")).size());
    Files.writeString(trips, "city,km\nRome,9\nBonn,1\n");
    Files.move(directory.resolve("declared"), directory.resolve("earlier"));
    String message =
        assertThrows(MillraceException.class, () -> declared(made.formatted(url("made.db"))))
            .getMessage();
    assertTrue(message.contains("the pipeline starts afresh"), message);
  }

  @Test
  void shouldSayThatATableIsNotThereAndShowNoSecret() {
    String h2 = "jdbc:h2:mem:none";
    String message =
        assertThrows(
                MillraceException.class,
                () ->
                    declared(
                        "{type: jdbc, url: '%s', table: trips, user: sa, password: '${env:DB}'}"
                            .formatted(h2)))
            .getMessage();
    assertTrue(message.contains("the table 'trips' cannot be read"), message);
    assertTrue(message.endsWith("; say create: true to have it made"), message);
    assertTrue(!message.contains("secret-of-the-test"), message);
  }

  /** A database whose user {@code writer} may write to what there is, and make nothing. */
  private static void prepare(String url) throws SQLException {
    try (Connection admin = DriverManager.getConnection(url, "sa", "");
        Statement statement = admin.createStatement()) {
      statement.execute("create table trips (city varchar, km double precision)");
      statement.execute(
          "create table millrace_batches (sink varchar(255) primary key, next_batch bigint not null,"
              + " owner varchar(36) not null)");
      statement.execute("create user writer password 'secret-of-the-test'");
      statement.execute("grant all on trips, millrace_batches to writer");
    }
  }

  private void declaredByWriter(String url, String table) throws InterruptedException {
    declared(
        "{type: jdbc, url: '%s', table: %s, create: true, user: writer, password: '${env:DB}'}"
            .formatted(url, table));
  }

  @Test
  void shouldNotMakeATableThatIsThere() throws Exception {
    String h2 = "jdbc:h2:" + directory.resolve("there");
    prepare(h2);
    declaredByWriter(h2, "trips");
    try (Connection admin = DriverManager.getConnection(h2, "sa", "");
        Statement statement = admin.createStatement();
        ResultSet count = statement.executeQuery("select count(*) from trips")) {
      assertTrue(count.next());
      assertEquals(6, count.getInt(1));
    }
  }

  @Test
  void shouldSayThatATableCannotBeMadeAndShowNoSecret() throws Exception {
    String h2 = "jdbc:h2:" + directory.resolve("forbidden");
    prepare(h2);
    MillraceException e =
        assertThrows(MillraceException.class, () -> declaredByWriter(h2, "secret-of-the-test"));
    assertTrue(e.getMessage().contains("cannot be made: Not enough rights"), e.getMessage());
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    assertTrue(!trace.toString().contains("secret-of-the-test"), trace.toString());
  }

  @Test
  void shouldWriteParquetAsJavaDoesAndReadIt() throws Exception {
    Path declared = directory.resolve("parquet-declared");
    Path written = directory.resolve("parquet-written");
    declared("{type: parquet, path: '%s'}".formatted(declared));
    ObjectMapper mapper = new ObjectMapper();
    inJava(
        new MappedSink<>(
            row -> {
              ObjectNode object = mapper.createObjectNode().put("city", row.text(0));
              return Double.isNaN(row.number(1))
                  ? object.putNull("km")
                  : (JsonNode) object.put("km", row.number(1));
            },
            ParquetSink.json(
                written.toUri(),
                "message row { optional binary city (STRING); optional double km; }")));
    List<String> names = parquet(written);
    assertEquals(2, names.size());
    assertEquals(names, parquet(declared));
    for (String name : names) {
      assertArrayEquals(
          Files.readAllBytes(written.resolve(name)), Files.readAllBytes(declared.resolve(name)));
    }
    String yaml =
        """
        name: again
        trigger: availableNow
        sources: {trips: {type: parquet, path: '%s', columns: {km: number, city: text}}}
        outputs: {rows: {from: rows, to: {type: csv, path: '%s'}}}
        """
            .formatted(declared, directory.resolve("again"));
    PipelineFile file = PipelineFile.of("again.yaml", yaml, name -> null);
    try (StreamingContext context = StreamingContext.create(file.config())) {
      file.describe(context);
      context.start();
      context.awaitTermination();
    }
    assertEquals(
        "km,city\n2.5,Rome\n,Paris\n4.0,Rome\n7.0,\n0.001,Oslo\n12.0,Paris\n",
        Files.readString(directory.resolve("again/batch-000000000000.csv")));
  }

  private static List<String> parquet(Path files) throws IOException {
    try (var all = Files.list(files)) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".parquet"))
          .sorted()
          .toList();
    }
  }
}
