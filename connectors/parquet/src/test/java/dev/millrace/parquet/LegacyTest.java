package dev.millrace.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SourceException;
import dev.millrace.core.testing.SourceRun;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lists and maps as older writers laid them out, by parquet-java's own writer; the cases are those
 * of the format's rules for backward compatibility. And files of an older or newer shape.
 */
class LegacyTest {
  @TempDir Path directory;

  private URI write(String schema, List<Consumer<Group>> rows) throws Exception {
    MessageType type = MessageTypeParser.parseMessageType("message row { " + schema + " }");
    int files = directory.toFile().list((folder, name) -> name.endsWith(".parquet")).length;
    Path file = directory.resolve("file" + files + ".parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(type)
            .withConf(new Configuration())
            .build()) {
      for (Consumer<Group> row : rows) {
        Group group = new SimpleGroup(type);
        row.accept(group);
        writer.write(group);
      }
    }
    return file.toUri();
  }

  private static String json(URI file) throws Exception {
    return Input.all(ParquetSource.json(file)).records().toString();
  }

  record Ints(List<Integer> l) {}

  @Test
  void shouldReadListsOfTwoLevels() throws Exception {
    URI file =
        write(
            "optional group l (LIST) { repeated int32 array; }",
            List.of(
                row -> row.addGroup("l").append("array", 1).append("array", 2),
                row -> row.addGroup("l"),
                row -> {}));
    assertEquals("[{\"l\":[1,2]}, {\"l\":[]}, {\"l\":null}]", json(file));
    assertEquals(
        List.of(new Ints(List.of(1, 2)), new Ints(List.of()), new Ints(null)),
        Input.all(ParquetSource.records(file, Ints.class)).records());
  }

  @Test
  void shouldReadElementsOfSeveralFields() throws Exception {
    URI file =
        write(
            "required group l (LIST) { repeated group element { required int32 a; optional int32 b;"
                + " } }",
            List.of(
                row -> {
                  Group list = row.addGroup("l");
                  list.addGroup("element").append("a", 1).append("b", 2);
                  list.addGroup("element").append("a", 3);
                }));
    assertEquals("[{\"l\":[{\"a\":1,\"b\":2},{\"a\":3,\"b\":null}]}]", json(file));
  }

  @Test
  void shouldReadElementsOfOneFieldByTheirName() throws Exception {
    for (String name : List.of("array", "l_tuple")) {
      URI file =
          write(
              "optional group l (LIST) { repeated group " + name + " { required int32 a; } }",
              List.of(row -> row.addGroup("l").addGroup(name).append("a", 1)));
      assertEquals("[{\"l\":[{\"a\":1}]}]", json(file));
    }
    URI hive =
        write(
            "optional group l (LIST) { repeated group bag { optional int32 array_element; } }",
            List.of(
                row -> {
                  row.addGroup("l").addGroup("bag").append("array_element", 1);
                  row.getGroup("l", 0).addGroup("bag");
                }));
    assertEquals("[{\"l\":[1,null]}]", json(hive));
  }

  @Test
  void shouldReadRepeatedFieldsOutsideOfLists() throws Exception {
    URI file =
        write(
            "repeated int32 l; repeated group g { required int32 a; repeated int32 b; }",
            List.of(
                row -> row.append("l", 1).append("l", 2),
                row -> {
                  row.addGroup("g").append("a", 1);
                  row.addGroup("g").append("a", 2).append("b", 3).append("b", 4);
                }));
    assertEquals(
        "[{\"l\":[1,2],\"g\":[]},"
            + " {\"l\":[],\"g\":[{\"a\":1,\"b\":[]},{\"a\":2,\"b\":[3,4]}]}]",
        json(file));
    @SuppressWarnings("ArrayRecordComponent")
    record Part(long a, int[] b) {}
    record Row(List<Integer> l, List<Part> g) {}
    Row row = Input.all(ParquetSource.records(file, Row.class)).records().get(1);
    assertEquals(4, row.g().get(1).b()[1]);
  }

  @Test
  void shouldReadListsOfListsOfTwoLevels() throws Exception {
    URI file =
        write(
            "optional group l (LIST) { repeated group array (LIST) { repeated int32 array; } }",
            List.of(
                row -> {
                  Group list = row.addGroup("l");
                  list.addGroup("array").append("array", 1).append("array", 2);
                  list.addGroup("array");
                  list.addGroup("array").append("array", 3);
                }));
    assertEquals("[{\"l\":[[1,2],[],[3]]}]", json(file));
  }

  @Test
  void shouldReadOlderMaps() throws Exception {
    URI file =
        write(
            "optional group m (MAP_KEY_VALUE) { repeated group map { required binary key (UTF8);"
                + " optional int32 value; } }",
            List.of(
                row -> {
                  Group map = row.addGroup("m");
                  map.addGroup("map").append("key", "a").append("value", 1);
                  map.addGroup("map").append("key", "b");
                  map.addGroup("map").append("key", "a").append("value", 2);
                }));
    assertEquals("[{\"m\":{\"a\":2,\"b\":null}}]", json(file));
    record Row(Map<String, Optional<Integer>> m) {}
    assertEquals(
        new Row(Map.of("a", Optional.of(2), "b", Optional.empty())),
        Input.all(ParquetSource.records(file, Row.class)).records().get(0));
  }

  record Old(long id, double score, Optional<String> name, Optional<List<Integer>> extra) {}

  record Inner(Optional<Integer> a, Optional<Integer> b) {}

  record OfInner(Inner inner) {}

  @Test
  void shouldReadFilesOfAnotherShape() throws Exception {
    write(
        "required int32 id; required float score; optional binary more (UTF8);",
        List.of(row -> row.append("id", 1).append("score", 0.5f)));
    write(
        "optional binary name (UTF8); optional int64 id; required double score;"
            + " optional group extra (LIST) { repeated int32 array; }",
        List.of(
            row -> {
              row.append("name", "n").append("id", 2L).append("score", 1.5);
              row.addGroup("extra").append("array", 3);
            },
            row -> row.append("name", "m").append("score", 1.5)));
    SourceRun<Old> run = Input.all(ParquetSource.records(directory.toUri(), Old.class));
    assertEquals(
        List.of(
            new Old(1, 0.5, Optional.empty(), Optional.empty()),
            new Old(2, 1.5, Optional.of("n"), Optional.of(List.of(3)))),
        run.records());
    assertEquals("file1.parquet row 2", run.rejects().get(0).position());
    assertTrue(run.rejects().get(0).reason().startsWith("column 'id': expected a value, got null"));
  }

  @Test
  void shouldReadStructsThatLackFields() throws Exception {
    URI file =
        write(
            "optional group inner { optional int32 a; optional int32 c; }",
            List.of(
                row -> row.addGroup("inner").append("a", 1),
                row -> row.addGroup("inner"),
                row -> {}));
    assertEquals(
        List.of(
            new OfInner(new Inner(Optional.of(1), Optional.empty())),
            new OfInner(new Inner(Optional.empty(), Optional.empty())),
            new OfInner(null)),
        Input.all(ParquetSource.records(file, OfInner.class)).records());
    record Others(Optional<Integer> x) {}
    record OfOthers(Others inner) {}
    assertMismatch(
        file,
        OfOthers.class,
        "file0.parquet: no column 'inner.x', which Others needs, nor any other of its components;"
            + " there are [a, c]");
    record Needs(int x) {}
    record OfNeeds(Needs inner) {}
    assertMismatch(
        file,
        OfNeeds.class,
        "file0.parquet: no column 'inner.x', which Needs needs; there are [a, c]; make it Optional"
            + " if it may");
  }

  private static void assertMismatch(URI file, Class<?> type, String message) {
    ConfigurationException refusal =
        assertThrows(
            ConfigurationException.class, () -> Input.all(ParquetSource.records(file, type)));
    assertEquals(message, refusal.getMessage());
  }

  record Texts(List<String> l) {}

  record Flat(int l) {}

  @SuppressWarnings("ArrayRecordComponent")
  record Floats(float[] l) {}

  record Inside(Integer a) {}

  record OfInside(List<Inside> l) {}

  @Test
  void shouldNameWhatDoesNotFit() throws Exception {
    URI file =
        write(
            "optional group l (LIST) { repeated group list { optional int32 element; } }",
            List.of(
                row -> {
                  Group list = row.addGroup("l");
                  list.addGroup("list").append("element", 1);
                  list.addGroup("list");
                  list.addGroup("list").append("element", 2);
                },
                row -> row.addGroup("l").addGroup("list").append("element", 3)));
    assertMismatch(
        file,
        Texts.class,
        "file0.parquet: column 'l[]' holds Integer, but component 'l' of Texts is"
            + " java.util.List<java.lang.String>; change one of them");
    assertMismatch(
        file,
        Flat.class,
        "file0.parquet: column 'l' holds list<Integer>, but component 'l' of Flat is int; change one"
            + " of them");
    assertMismatch(
        file,
        Floats.class,
        "file0.parquet: column 'l' holds list<Integer>, but component 'l' of Floats is float[];"
            + " change one of them");
    assertMismatch(
        file,
        OfInside.class,
        "file0.parquet: column 'l[]' holds Integer, but component 'l' of OfInside is"
            + " java.util.List<"
            + Inside.class.getName()
            + ">; change one of them");
    SourceRun<Ints> ints = Input.all(ParquetSource.records(file, Ints.class));
    assertEquals(List.of(new Ints(List.of(3))), ints.records());
    assertEquals("file0.parquet row 1", ints.rejects().get(0).position());
    assertEquals(
        "column 'l[]': expected a value, got null; where it may be null, declare it Optional",
        ints.rejects().get(0).reason());
    @SuppressWarnings("ArrayRecordComponent")
    record Vector(int[] l) {}
    SourceRun<Vector> vectors = Input.all(ParquetSource.records(file, Vector.class));
    assertEquals(3, vectors.records().get(0).l()[0]);
    assertEquals("column 'l[1]': expected int, got null", vectors.rejects().get(0).reason());
  }

  @Test
  void shouldRejectRowsOfTooManyElementsAndGoOn() throws Exception {
    URI file =
        write(
            "required group l (LIST) { repeated int32 array; } required int32 id;",
            List.of(
                row -> {
                  Group list = row.append("id", 1).addGroup("l");
                  for (int i = 0; i < 10_000; i++) {
                    list.append("array", i);
                  }
                },
                row -> row.append("id", 2).addGroup("l").append("array", 7)));
    ParquetOptions small = ParquetOptions.defaults().withMaxRecordBytes(10_000);
    @SuppressWarnings("ArrayRecordComponent")
    record Vector(long id, int[] l) {}
    SourceRun<Vector> run = Input.all(ParquetSource.records(file, Vector.class, small));
    assertEquals(2, run.records().get(0).id());
    assertEquals(
        "column 'l': the row's lists take more than 10000 bytes; raise"
            + " ParquetOptions.maxRecordBytes",
        run.rejects().get(0).reason());
    assertEquals(
        "[{\"l\":[7],\"id\":2}]", Input.all(ParquetSource.json(file, small)).records().toString());
    assertThrows(ConfigurationException.class, () -> small.withMaxRecordBytes(0));
  }

  @Test
  void shouldRefuseWhatCannotBeReadOnlyWhereItIsWanted() throws Exception {
    URI file =
        write(
            "required int32 id; optional group m (MAP) { repeated group key_value { required binary"
                + " key; optional int32 value; } }",
            List.of(row -> row.append("id", 1)));
    record Id(int id) {}
    assertEquals(List.of(new Id(1)), Input.all(ParquetSource.records(file, Id.class)).records());
    ConfigurationException refusal =
        assertThrows(ConfigurationException.class, () -> Input.all(ParquetSource.json(file)));
    assertTrue(
        refusal.getMessage().startsWith("file0.parquet: column 'm' holds what cannot be read, "),
        refusal.getMessage());
  }

  @Test
  void shouldRefuseSchemasThatAreTooDeep() throws Exception {
    String open = "optional group a { ".repeat(ColumnType.MOST_DEPTH);
    String close = " }".repeat(ColumnType.MOST_DEPTH);
    URI deep = write(open + "optional int32 x;" + close, List.of(row -> {}));
    assertEquals("[{\"a\":null}]", json(deep));
    URI deeper = write(open + "optional group b { optional int32 x; }" + close, List.of(row -> {}));
    ConfigurationException refusal =
        assertThrows(ConfigurationException.class, () -> Input.all(ParquetSource.json(deeper)));
    assertTrue(
        refusal.getMessage().contains("nested more than 16 levels deep"), refusal.getMessage());
  }

  @Test
  void shouldRefuseSchemasThatOverflowTheStack() throws Exception {
    Type type = Types.required(PrimitiveTypeName.INT32).named("x");
    for (int i = 0; i < 6000; i++) {
      type = new GroupType(Type.Repetition.OPTIONAL, "a", type);
    }
    MessageType schema = new MessageType("row", type);
    Path file = directory.resolve("deep.parquet");
    FutureTask<Void> write =
        new FutureTask<>(
            () -> {
              ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
                  .withType(schema)
                  .withConf(new Configuration())
                  .build()
                  .close();
              return null;
            });
    new Thread(null, write, "deep", 1L << 30).start();
    write.get();
    SourceException refusal =
        assertThrows(SourceException.class, () -> Input.all(ParquetSource.json(file.toUri())));
    assertTrue(refusal.getMessage().endsWith("nested too deep to be read"), refusal.getMessage());
  }
}
