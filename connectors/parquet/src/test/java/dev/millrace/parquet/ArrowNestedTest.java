package dev.millrace.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.testing.SourceRun;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.impl.NullableStructWriter;
import org.apache.arrow.vector.complex.impl.UnionFixedSizeListWriter;
import org.apache.arrow.vector.complex.impl.UnionLargeListWriter;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.complex.impl.UnionMapWriter;
import org.apache.arrow.vector.complex.writer.BaseWriter.StructWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nested vectors that Arrow's own writers wrote. */
class ArrowNestedTest {
  private static final int ROWS = 12;

  @TempDir Path directory;

  record Home(Optional<String> city, long zip) {}

  record Item(int sku) {}

  @SuppressWarnings("ArrayRecordComponent") // what lists of numbers become
  record Row(
      Optional<Home> home,
      List<Item> items,
      double[] fixed,
      Optional<long[]> large,
      Map<String, Integer> counts) {}

  /** Two batches of these. */
  static Path write(Path file) throws Exception {
    try (RootAllocator allocator = new RootAllocator();
        StructVector home = StructVector.empty("home", allocator);
        ListVector items = ListVector.empty("items", allocator);
        FixedSizeListVector fixed = FixedSizeListVector.empty("fixed", 2, allocator);
        LargeListVector large = LargeListVector.empty("large", allocator);
        MapVector counts = MapVector.empty("counts", allocator, false);
        OutputStream out = Files.newOutputStream(file)) {
      NullableStructWriter homes = home.getWriter();
      UnionListWriter lists = items.getWriter();
      UnionFixedSizeListWriter pairs = fixed.getWriter();
      UnionLargeListWriter longs = large.getWriter();
      UnionMapWriter maps = counts.getWriter();
      for (int i = 0; i < ROWS; i++) {
        home(homes, i);
        items(lists, i);
        pairs.setPosition(i);
        pairs.startList();
        pairs.float4().writeFloat4(i);
        if (i == 5) {
          pairs.writeNull();
        } else {
          pairs.float4().writeFloat4(0.5f);
        }
        pairs.endList();
        longs.setPosition(i);
        if (i % 2 == 0) {
          longs.writeNull();
        } else {
          longs.startList();
          longs.bigInt().writeBigInt(1L << i);
          longs.endList();
        }
        counts(maps, i);
      }
      homes.setValueCount(ROWS);
      lists.setValueCount(ROWS);
      pairs.setValueCount(ROWS);
      longs.setValueCount(ROWS);
      maps.setValueCount(ROWS);
      VectorSchemaRoot root =
          new VectorSchemaRoot(List.<FieldVector>of(home, items, fixed, large, counts));
      try (ArrowStreamWriter writer = new ArrowStreamWriter(root, null, out)) {
        writer.writeBatch();
        writer.writeBatch();
        writer.end();
      }
    }
    return file;
  }

  private static void home(NullableStructWriter homes, int i) {
    homes.setPosition(i);
    if (i % 4 == 0) {
      homes.writeNull();
    } else {
      homes.start();
      if (i % 3 != 0) {
        homes.varChar("city").writeVarChar("c" + i);
      }
      homes.bigInt("zip").writeBigInt(i);
      homes.end();
    }
  }

  private static void items(UnionListWriter lists, int i) {
    lists.setPosition(i);
    lists.startList();
    for (int j = 0; j < i % 3; j++) {
      StructWriter item = lists.struct();
      item.start();
      item.integer("sku").writeInt(10 * i + j);
      item.end();
    }
    lists.endList();
  }

  private static void counts(UnionMapWriter maps, int i) {
    maps.setPosition(i);
    maps.startMap();
    for (int j = 0; j < i % 2; j++) {
      maps.startEntry();
      maps.key().varChar().writeVarChar("k" + j);
      maps.value().integer().writeInt(i);
      maps.endEntry();
    }
    maps.endMap();
  }

  @Test
  void shouldReadNestedVectors() throws Exception {
    URI uri = write(directory.resolve("a.arrows")).toUri();
    SourceRun<Row> run = Input.all(ArrowSource.records(uri, Row.class));
    assertEquals(2 * ROWS - 2, run.records().size());
    assertEquals("a.arrows row 6", run.rejects().get(0).position());
    assertEquals("column 'fixed[1]': expected double, got null", run.rejects().get(0).reason());
    Row seventh = run.records().get(ROWS - 1 + 6);
    assertEquals(Optional.of(new Home(Optional.of("c7"), 7)), seventh.home());
    assertEquals(List.of(new Item(70)), seventh.items());
    assertArrayEquals(new double[] {7, 0.5}, seventh.fixed());
    assertArrayEquals(new long[] {128}, seventh.large().orElseThrow());
    assertEquals(Map.of("k0", 7), seventh.counts());
    Row first = run.records().get(0);
    assertEquals(Optional.empty(), first.home());
    assertEquals(Optional.empty(), first.large());
    assertEquals(Map.of(), first.counts());
    assertEquals(Optional.empty(), run.records().get(3).home().flatMap(Home::city));
    assertEquals(
        "{\"home\":{\"city\":\"c5\",\"zip\":5},\"items\":[{\"sku\":50},{\"sku\":51}],"
            + "\"fixed\":[5.0,null],\"large\":[32],\"counts\":{\"k0\":5}}",
        Input.all(ArrowSource.json(uri)).records().get(5).toString());
  }

  @Test
  void shouldNameWhatDoesNotFit() throws Exception {
    URI uri = write(directory.resolve("a.arrows")).toUri();
    record Wrong(List<Integer> items) {}
    ConfigurationException refusal =
        assertThrows(
            ConfigurationException.class, () -> Input.all(ArrowSource.records(uri, Wrong.class)));
    assertEquals(
        "a.arrows: column 'items[]' holds struct<sku Integer>, but component 'items' of Wrong is"
            + " java.util.List<java.lang.Integer>; change one of them",
        refusal.getMessage());
    SourceRun<Row> small =
        Input.all(
            ArrowSource.records(uri, Row.class, ParquetOptions.defaults().withMaxRecordBytes(30)));
    assertEquals(
        "column 'items': the row's lists take more than 30 bytes; raise"
            + " ParquetOptions.maxRecordBytes",
        small.rejects().get(0).reason());
  }
}
