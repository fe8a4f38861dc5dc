package dev.millrace.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SinkException;
import dev.millrace.core.sink.FileRolling;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.testing.SourceRun;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Structs, lists, maps and vectors, with DuckDB on the other side. */
class NestedTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  enum Unit {
    PIECE,
    KILO
  }

  record Address(String city, Optional<Integer> zip) {}

  record Item(long sku, double price, List<String> tags) {}

  record Order(
      long id,
      Address home,
      Optional<Address> work,
      List<Item> items,
      List<List<Integer>> matrix,
      List<Optional<String>> notes,
      Optional<List<Double>> maybe,
      Map<String, Integer> counts,
      Map<Unit, List<Address>> places) {
    static Order of(int i) {
      Address home = i % 7 == 0 ? null : new Address(i % 5 == 0 ? null : "c" + i, zip(i));
      List<Item> items =
          IntStream.range(0, i % 4)
              .mapToObj(j -> new Item(i, j / 4.0, List.of("t" + i, "u").subList(0, j % 3)))
              .toList();
      List<List<Integer>> matrix =
          IntStream.range(0, i % 3)
              .mapToObj(j -> IntStream.range(0, (i + j) % 3).boxed().toList())
              .toList();
      Map<String, Integer> counts = new LinkedHashMap<>();
      IntStream.range(0, i % 5).forEach(j -> counts.put("k" + j, i * j));
      return new Order(
          i,
          home,
          i % 2 == 0 ? Optional.empty() : Optional.of(new Address("w", zip(i + 1))),
          i % 11 == 0 ? null : items,
          matrix,
          i % 2 == 0 ? List.of(Optional.of("a"), Optional.empty()) : List.of(Optional.empty()),
          i % 3 == 0 ? Optional.empty() : Optional.of(List.of(0.5, i / 2.0)),
          counts,
          i % 2 == 0
              ? Map.of()
              : Map.of(Unit.KILO, List.of(new Address("p" + i, Optional.empty()))));
    }

    private static Optional<Integer> zip(int i) {
      return i % 3 == 0 ? Optional.empty() : Optional.of(i);
    }
  }

  @TempDir Path directory;

  private URI uri() {
    return directory.toUri();
  }

  private String files() {
    return "'" + directory + "/*.parquet'";
  }

  private Path duck(String query) throws Exception {
    Path file = directory.resolve("duck.parquet");
    Sql.query("copy (" + query + ") to '" + file + "' (format parquet, row_group_size 2048)");
    return file;
  }

  private static List<Order> orders(int from, int until) {
    return IntStream.range(from, until).mapToObj(Order::of).toList();
  }

  @Test
  void shouldReadWhatItWroteHoweverItIsCut() throws Exception {
    List<Order> orders = orders(0, 200);
    ParquetSink<Order> sink =
        ParquetSink.records(uri(), Order.class).rolling(FileRolling.defaults().withMaxBatches(2));
    try (Output<Order> output = new Output<>(sink, -1)) {
      output.batch(0, orders.subList(0, 60));
      output.batch(1, orders.subList(60, 130));
      output.batch(2, orders.subList(130, 200));
    }
    for (int limit : new int[] {1, 7, 1000}) {
      SourceRun<Order> run = Input.run(ParquetSource.records(uri(), Order.class));
      run.rest(new PlanLimits(limit, 1 << 20));
      assertEquals(orders, run.records());
      assertEquals(List.of(), run.rejects());
    }
    SourceRun<Order> first = Input.run(ParquetSource.records(uri(), Order.class));
    first.batch(new PlanLimits(50, 1 << 20));
    SourceRun<Order> later = Input.run(ParquetSource.records(uri(), Order.class));
    later.offsets().putAll(first.offsets());
    later.rest(new PlanLimits(1000, 1 << 20));
    assertEquals(orders.subList(first.records().size(), 200), later.records());
  }

  @Test
  void shouldWriteWhatDuckDbReads() throws Exception {
    Output.write(ParquetSink.records(uri(), Order.class), orders(0, 100));
    assertEquals(
        List.of(
            List.of("id", "BIGINT"),
            List.of("home", "STRUCT(city VARCHAR, zip INTEGER)"),
            List.of("work", "STRUCT(city VARCHAR, zip INTEGER)"),
            List.of("items", "STRUCT(sku BIGINT, price DOUBLE, tags VARCHAR[])[]"),
            List.of("matrix", "INTEGER[][]"),
            List.of("notes", "VARCHAR[]"),
            List.of("maybe", "DOUBLE[]"),
            List.of("counts", "MAP(VARCHAR, INTEGER)"),
            List.of("places", "MAP(VARCHAR, STRUCT(city VARCHAR, zip INTEGER)[])")),
        Sql.query("select column_name, column_type from (describe select * from " + files() + ")"));
    assertEquals(
        List.of(
            List.of(
                "{'city': c13, 'zip': 13}",
                "{'city': w, 'zip': 14}",
                "[{'sku': 13, 'price': 0.0, 'tags': []}]",
                "[[0]]",
                "[NULL]",
                "[0.5, 6.5]",
                "{k0=0, k1=13, k2=26}",
                "{KILO=[{'city': p13, 'zip': NULL}]}")),
        Sql.query("select columns(* exclude id)::varchar from " + files() + " where id = 13"));
    assertEquals(
        List.of(List.of(15L, 50L, 10L, 34L, 22L)),
        Sql.query(
            "select count(*) filter (home is null), count(*) filter (work is null),"
                + " count(*) filter (items is null), count(*) filter (maybe is null),"
                + " count(*) filter (len(items) = 3) from "
                + files()));
  }

  @Test
  void shouldReadWhatDuckDbWrites() throws Exception {
    record Part(Optional<String> name, List<Optional<Double>> sizes) {}
    record Row(
        int id,
        Optional<Part> part,
        List<Optional<Part>> parts,
        Map<String, Optional<Part>> byName,
        Optional<List<List<Long>>> deep) {}
    Path file =
        duck(
            "select i::int as id,"
                + " case when i % 4 = 0 then null else {name: case when i % 3 = 0 then null else"
                + " 'n' || i end, sizes: [i / 2, null]} end as part,"
                + " [case when j % 2 = 0 then null else {name: 'p' || j, sizes: []::double[]} end"
                + " for j in range(i % 5)] as parts,"
                + " map(['a', 'b'], [{name: 'm' || i, sizes: [1.5::double]}, null]) as byName,"
                + " case when i % 6 = 0 then null when i % 6 = 1 then []"
                + " else [[i], []::bigint[], [i, i]] end as deep from range(5000) t(i)");
    SourceRun<Row> run = Input.run(ParquetSource.records(file.toUri(), Row.class));
    run.rest(new PlanLimits(777, 1 << 20));
    assertEquals(List.of(), run.rejects());
    assertEquals(5000, run.records().size());
    for (int i = 0; i < 5000; i++) {
      long wide = i;
      Row expected =
          new Row(
              i,
              i % 4 == 0
                  ? Optional.empty()
                  : Optional.of(
                      new Part(
                          i % 3 == 0 ? Optional.empty() : Optional.of("n" + i),
                          List.of(Optional.of(i / 2.0), Optional.empty()))),
              IntStream.range(0, i % 5)
                  .mapToObj(
                      j ->
                          j % 2 == 0
                              ? Optional.<Part>empty()
                              : Optional.of(new Part(Optional.of("p" + j), List.of())))
                  .toList(),
              Map.of(
                  "a", Optional.of(new Part(Optional.of("m" + i), List.of(Optional.of(1.5)))),
                  "b", Optional.empty()),
              i % 6 == 0
                  ? Optional.empty()
                  : Optional.of(
                      i % 6 == 1
                          ? List.of()
                          : List.of(List.of(wide), List.of(), List.of(wide, wide))));
      assertEquals(expected, run.records().get(i));
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // what lists of numbers become
  record Vectors(
      long id,
      double[] doubles,
      float[] floats,
      int[] ints,
      long[] longs,
      Optional<float[]> maybe) {}

  @Test
  void shouldReadAndWriteVectors() throws Exception {
    Random random = new Random(1);
    List<Vectors> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      float[] floats = new float[i];
      for (int j = 0; j < i; j++) {
        floats[j] = random.nextFloat();
      }
      rows.add(
          new Vectors(
              i,
              random.doubles(i % 100).toArray(),
              floats,
              random.ints(i % 5).toArray(),
              random.longs(i % 3).toArray(),
              i % 2 == 0 ? Optional.empty() : Optional.of(new float[] {i, Float.NaN})));
    }
    Output.write(ParquetSink.records(uri(), Vectors.class), rows);
    SourceRun<Vectors> run = Input.all(ParquetSource.records(uri(), Vectors.class));
    assertEquals(List.of(), run.rejects());
    for (int i = 0; i < rows.size(); i++) {
      Vectors expected = rows.get(i);
      Vectors got = run.records().get(i);
      assertArrayEquals(expected.doubles(), got.doubles());
      assertArrayEquals(expected.floats(), got.floats());
      assertArrayEquals(expected.ints(), got.ints());
      assertArrayEquals(expected.longs(), got.longs());
      assertEquals(expected.maybe().isPresent(), got.maybe().isPresent());
      got.maybe().ifPresent(more -> assertArrayEquals(expected.maybe().orElseThrow(), more));
    }
    double sum = rows.stream().flatMapToDouble(r -> java.util.Arrays.stream(r.doubles())).sum();
    assertEquals(
        sum,
        (double) Sql.query("select sum(list_sum(doubles)) from " + files()).get(0).get(0),
        1e-6);
  }

  @Test
  @SuppressWarnings("ArrayRecordComponent")
  void shouldReadVectorsThatDuckDbWrites() throws Exception {
    record Row(double[] fixed, double[] widened, double[] whole, long[] longs, int[] none) {}
    Path file =
        duck(
            "select [1.5, 2.5]::double[2] as fixed, [0.5, i]::float[] as widened,"
                + " [1, i]::int[] as whole, [1, 4294967295]::uinteger[] as longs,"
                + " null::int[] as none from range(3) t(i)");
    Row row = Input.all(ParquetSource.records(file.toUri(), Row.class)).records().get(2);
    assertArrayEquals(new double[] {1.5, 2.5}, row.fixed());
    assertArrayEquals(new double[] {0.5, 2}, row.widened());
    assertArrayEquals(new double[] {1, 2}, row.whole());
    assertArrayEquals(new long[] {1, 4_294_967_295L}, row.longs());
    assertEquals(null, row.none());
  }

  /** A value of some depth, or null; texts of few kinds, so that dictionaries are used as well. */
  private static JsonNode random(Random random, String form) {
    if (random.nextInt(5) == 0) {
      return JSON.nullNode();
    }
    if (form.equals("long")) {
      return JSON.getNodeFactory().numberNode(random.nextLong());
    }
    if (form.equals("text")) {
      return JSON.getNodeFactory().textNode("t" + random.nextInt(20));
    }
    if (form.equals("list")) {
      var array = JSON.createArrayNode();
      IntStream.range(0, random.nextInt(4)).forEach(i -> array.add(random(random, "struct")));
      return array;
    }
    var object = JSON.createObjectNode();
    object.set("a", random(random, "long"));
    object.set("b", random(random, "text"));
    if (form.equals("whole")) {
      object.set("c", random(random, "list"));
      object.set("d", random(random, "struct"));
    }
    return object;
  }

  private static List<JsonNode> randomRows() {
    Random random = new Random(7);
    List<JsonNode> rows = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      var row = JSON.createObjectNode();
      row.put("id", i);
      row.set("whole", random(random, "whole"));
      row.set("list", random(random, "list"));
      rows.add(row);
    }
    return rows;
  }

  private static String text(List<JsonNode> rows) {
    return rows.stream().map(JsonNode::toString).collect(Collectors.joining("\n"));
  }

  @Test
  void shouldReadJsonThatDuckDbWrites() throws Exception {
    List<JsonNode> rows = randomRows();
    Path json = Files.writeString(directory.resolve("rows.json"), text(rows));
    String struct = "struct(a bigint, b varchar)";
    Path file =
        duck(
            "select * from read_json('"
                + json
                + "', format = 'newline_delimited', columns = {id: 'bigint', whole: 'struct(a"
                + " bigint, b varchar, c "
                + struct
                + "[], d "
                + struct
                + ")', list: '"
                + struct
                + "[]'})");
    SourceRun<JsonNode> run = Input.run(ParquetSource.json(file.toUri()));
    run.rest(new PlanLimits(500, 1 << 20));
    assertEquals(text(rows), text(run.records()));
  }

  private static final String STRUCT = "{ optional int64 a; optional binary b (STRING); ";

  private static final String SCHEMA =
      "message row { required int64 id; optional group whole "
          + STRUCT
          + "optional group c (LIST) { repeated group list { optional group element "
          + STRUCT
          + "} } } optional group d "
          + STRUCT
          + "} } optional group list (LIST) { repeated group list { optional group element "
          + STRUCT
          + "} } } }";

  @Test
  void shouldWriteJsonThatDuckDbReads() throws Exception {
    List<JsonNode> rows = randomRows();
    Output.write(ParquetSink.json(uri(), SCHEMA), rows);
    StringBuilder read = new StringBuilder();
    for (List<Object> row : Sql.query("select to_json(t)::varchar from " + files() + " t")) {
      read.append(read.isEmpty() ? "" : "\n").append(JSON.readTree((String) row.get(0)));
    }
    assertEquals(text(rows), read.toString());
    assertEquals(text(rows), text(Input.all(ParquetSource.json(uri())).records()));
  }

  @Test
  void shouldReadAndWriteMapsOfJson() throws Exception {
    ParquetSink<JsonNode> sink =
        ParquetSink.json(
            uri(),
            "message row { optional group m (MAP) { repeated group key_value { required binary key"
                + " (STRING); optional group value (LIST) { repeated group list { required double"
                + " element; } } } } }");
    List<JsonNode> rows =
        List.of(
            JSON.readTree("{\"m\":{\"a\":[0.5,1.5],\"b\":null,\"c\":[]}}"),
            JSON.readTree("{\"m\":{}}"),
            JSON.readTree("{\"m\":null}"));
    Output.write(sink, rows);
    assertEquals(text(rows), text(Input.all(ParquetSource.json(uri())).records()));
    assertEquals(
        "[[{a=[0.5, 1.5], b=NULL, c=[]}], [{}], [null]]",
        Sql.query("select m::varchar from " + files()).toString());
    assertRefused(sink, "{\"m\":5}", "column 'm': expected an object, got 5");
    assertRefused(sink, "{\"m\":{\"a\":5}}", "column 'm.value': expected an array, got 5");
    assertRefused(sink, "{\"m\":{\"a\":[null]}}", "column 'm.value[]' is required, got none");
    assertRefused(
        sink, "{\"m\":{\"a\":[\"x\"]}}", "column 'm.value[]': expected Double, got \"x\"");
  }

  private static void assertRefused(ParquetSink<JsonNode> sink, String row, String reason)
      throws Exception {
    try (Output<JsonNode> output = new Output<>(sink, 0)) {
      SinkException refusal =
          assertThrows(SinkException.class, () -> output.stage(1, List.of(JSON.readTree(row))));
      assertEquals("a row of batch 1 does not fit the columns: " + reason, refusal.getMessage());
    }
  }

  @Test
  void shouldRejectRowsWhoseElementsHaveTooManyFieldsThoughAbsent() throws Exception {
    String fields =
        IntStream.range(0, 100)
            .mapToObj(i -> "f" + i + ": null::double")
            .collect(Collectors.joining(", ", "{", "}"));
    Path file =
        duck(
            "select i as id, [%1$s for j in range(i)] as l, map {'k': %1$s} as m from"
                    .formatted(fields)
                + " range(5) t(i)");
    ParquetOptions small =
        ParquetOptions.defaults().withMaxRecordBytes(16 * (2 * 101 + 102) + "k".length());
    SourceRun<JsonNode> run = Input.all(ParquetSource.json(file.toUri(), small));
    assertEquals(3, run.records().size());
    assertEquals(
        List.of("m", "l"),
        run.rejects().stream().map(reject -> reject.reason().split("'", -1)[1]).toList());
    assertTrue(run.rejects().get(1).reason().contains("take more than 4865 bytes"));
  }

  record Nothing() {}

  record OfNothing(Nothing nothing) {}

  @Test
  void shouldRefuseRecordsWithoutComponents() throws Exception {
    assertUnwritable(Nothing.class, "Nothing is no record with components");
    assertUnwritable(OfNothing.class, "Nothing is no record with components");
    URI file = duck("select {a: 1} as nothing").toUri();
    ConfigurationException refusal =
        assertThrows(
            ConfigurationException.class,
            () -> Input.all(ParquetSource.records(file, OfNothing.class)));
    assertTrue(refusal.getMessage().contains("Nothing is no record with components"));
  }

  record Node(List<Node> children) {}

  record Generic<A>(A some) {}

  record OfGeneric(Generic<String> generic) {}

  record OfMap(Map<byte[], String> map) {}

  @Test
  void shouldRefuseWhatHasNoColumn() {
    assertUnwritable(Node.class, "which nests more than 16 levels deep");
    assertUnwritable(OfGeneric.class, "'generic' of OfGeneric is");
    assertUnwritable(OfMap.class, "'map' of OfMap is java.util.Map<byte[], java.lang.String>");
    ConfigurationException twoLevels =
        assertThrows(
            ConfigurationException.class,
            () ->
                ParquetSink.json(
                    uri(), "message row { optional group l (LIST) { repeated int32 array; } }"));
    assertTrue(twoLevels.getMessage().startsWith("column 'l' is optional group l (LIST)"));
  }

  private void assertUnwritable(Class<?> type, String message) {
    ConfigurationException refusal =
        assertThrows(ConfigurationException.class, () -> ParquetSink.records(uri(), type));
    assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
  }
}
