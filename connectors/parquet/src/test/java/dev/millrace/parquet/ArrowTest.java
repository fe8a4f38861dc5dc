package dev.millrace.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SourceException;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.Source;
import dev.millrace.core.testing.SourceConformance;
import dev.millrace.core.testing.SourceRun;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Streams and files that Arrow's own writers wrote. */
class ArrowTest {
  private static final int BATCH_ROWS = 7;
  private static final String[] SIDES = {"buy", "sell"};

  @TempDir Path directory;

  /** A row; the side is encoded by a dictionary. */
  public record Trade(long id, Optional<Double> price, String side, Instant at, LocalDate day) {
    static Trade of(int i) {
      return new Trade(
          i,
          i % 3 == 0 ? Optional.empty() : Optional.of(i / 4.0),
          SIDES[i % 2],
          Instant.ofEpochSecond(i, 1_000),
          LocalDate.ofEpochDay(i));
    }
  }

  private interface Opening {
    ArrowWriter open(VectorSchemaRoot root, MapDictionaryProvider dictionaries, OutputStream out);
  }

  private static Path write(Path file, int batches, Opening opening) throws Exception {
    try (RootAllocator allocator = new RootAllocator();
        VarCharVector entries = new VarCharVector("sides", allocator);
        BigIntVector id = new BigIntVector("id", allocator);
        Float8Vector price = new Float8Vector("price", allocator);
        VarCharVector side = new VarCharVector("side", allocator);
        TimeStampMicroTZVector at = new TimeStampMicroTZVector("at", allocator, "UTC");
        DateDayVector day = new DateDayVector("day", allocator);
        OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < SIDES.length; i++) {
        entries.setSafe(i, SIDES[i].getBytes(StandardCharsets.UTF_8));
      }
      entries.setValueCount(SIDES.length);
      Dictionary dictionary = new Dictionary(entries, new DictionaryEncoding(1, false, null));
      for (int i = 0; i < BATCH_ROWS; i++) {
        side.setSafe(i, SIDES[i % 2].getBytes(StandardCharsets.UTF_8));
      }
      side.setValueCount(BATCH_ROWS);
      try (FieldVector encoded = (FieldVector) DictionaryEncoder.encode(side, dictionary)) {
        VectorSchemaRoot root =
            new VectorSchemaRoot(List.<FieldVector>of(id, price, encoded, at, day));
        try (ArrowWriter writer = opening.open(root, new MapDictionaryProvider(dictionary), out)) {
          for (int batch = 0; batch < batches; batch++) {
            fill(batch * BATCH_ROWS, id, price, at, day);
            root.setRowCount(BATCH_ROWS);
            writer.writeBatch();
          }
          writer.end();
        }
      }
    }
    return file;
  }

  /** The side repeats itself from batch to batch, so batches begin with even and odd rows. */
  private static void fill(
      int first,
      BigIntVector id,
      Float8Vector price,
      TimeStampMicroTZVector at,
      DateDayVector day) {
    for (int i = 0; i < BATCH_ROWS; i++) {
      Trade trade = Trade.of(first + i);
      id.setSafe(i, trade.id());
      if (trade.price().isPresent()) {
        price.setSafe(i, trade.price().get());
      } else {
        price.setNull(i);
      }
      at.setSafe(i, 1_000_000L * (first + i) + 1);
      day.setSafe(i, first + i);
    }
  }

  private static Trade expected(int i) {
    Trade trade = Trade.of(i);
    return new Trade(trade.id(), trade.price(), SIDES[i % BATCH_ROWS % 2], trade.at(), trade.day());
  }

  static Path stream(Path file, int batches) throws Exception {
    return write(file, batches, (root, sides, out) -> new ArrowStreamWriter(root, sides, out));
  }

  static Path file(Path file, int batches) throws Exception {
    return write(
        file,
        batches,
        (root, sides, out) -> new ArrowFileWriter(root, sides, Channels.newChannel(out)));
  }

  @Test
  void shouldReadStreamsAndFilesHoweverTheyAreCut() throws Exception {
    Path stream = stream(directory.resolve("a.arrows"), 3);
    Path file = file(directory.resolve("b.arrow"), 3);
    List<Trade> rows = IntStream.range(0, 21).mapToObj(ArrowTest::expected).toList();
    for (Path path : List.of(stream, file)) {
      for (int limit : new int[] {1, 5, 100}) {
        SourceRun<Trade> play = Input.run(ArrowSource.records(path.toUri(), Trade.class));
        play.rest(new PlanLimits(limit, 1 << 20));
        assertEquals(rows, play.records());
        assertEquals(List.of(), play.rejects());
      }
    }
    assertEquals(42, Input.all(ArrowSource.json(directory.toUri())).records().size());
    assertEquals(
        "{\"id\":1,\"price\":0.25,\"side\":\"sell\",\"at\":\"1970-01-01T00:00:01.000001Z\",\"day\":\"1970-01-02\"}",
        Input.all(ArrowSource.json(stream.toUri())).records().get(1).toString());
  }

  @Test
  void shouldNameWhatDoesNotFit() throws Exception {
    URI uri = stream(directory.resolve("a.arrows"), 3).toUri();
    record Wrong(int id) {}
    ConfigurationException refusal =
        assertThrows(
            ConfigurationException.class, () -> Input.all(ArrowSource.records(uri, Wrong.class)));
    assertEquals(
        "a.arrows: column 'id' holds Long, but component 'id' of Wrong is int; change one of them",
        refusal.getMessage());
    record Strict(double price) {}
    SourceRun<Strict> play = Input.all(ArrowSource.records(uri, Strict.class));
    assertEquals(14, play.records().size());
    assertEquals("a.arrows row 1", play.rejects().get(0).position());
    Path garbage = Files.writeString(directory.resolve("c.arrow"), "no Arrow at all, but a text");
    SourceException damaged =
        assertThrows(SourceException.class, () -> Input.all(ArrowSource.json(garbage.toUri())));
    assertTrue(damaged.getMessage().contains("no Arrow stream or file"), damaged.getMessage());
  }

  @TestFactory
  Stream<DynamicTest> conformance() throws Exception {
    URI uri = stream(directory.resolve("a.arrows"), 3).toUri();
    Path empty = stream(directory.resolve("empty.arrows"), 0);
    SourceConformance.Harness<Trade> harness =
        new SourceConformance.Harness<>() {
          @Override
          public Source<Trade> source() {
            return ArrowSource.records(uri, Trade.class);
          }

          @Override
          public int records() {
            return 21;
          }

          @Override
          public boolean isBounded() {
            return true;
          }

          @Override
          public Optional<Source<Trade>> emptySource() {
            return Optional.of(ArrowSource.records(empty.toUri(), Trade.class));
          }

          @Override
          public Path directory() {
            return directory.resolve("log");
          }
        };
    return SourceConformance.checks(harness).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }
}
