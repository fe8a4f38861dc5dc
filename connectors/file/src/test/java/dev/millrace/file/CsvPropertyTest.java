package dev.millrace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.BatchInfo;
import dev.millrace.core.engine.local.LocalEngine;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** What a file sink writes, a file source reads as it was. */
class CsvPropertyTest {
  /** A text of nothing but spaces would be read as it is; an empty one as no Optional. */
  record Line(String text, double number, long whole, Optional<String> note, boolean flag) {}

  private Path directory;
  private LocalEngine engine;
  private int runs;

  @BeforeProperty
  void open() throws IOException {
    directory = Files.createTempDirectory("csv");
    engine = LocalEngine.withThreads(1);
  }

  @AfterProperty
  void close() throws IOException {
    engine.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Every character but half of a pair, which is no text, with those that CSV gives a meaning. */
  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars(",\"\n\r\t ;'\uFEFF\u0000aZ09é✓")
        .withCharRange('\u0000', '\uD7FF')
        .ofMaxLength(12);
  }

  @Provide
  Arbitrary<List<Line>> lines() {
    return Combinators.combine(
            texts(),
            Arbitraries.doubles().withSpecialValue(Double.MIN_VALUE).withSpecialValue(-0.0),
            Arbitraries.longs(),
            texts().map(text -> Optional.of(text.strip()).filter(kept -> !kept.isEmpty())),
            Arbitraries.of(true, false))
        .as(Line::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Property(tries = 50, seed = "1")
  void shouldReadWhatWasWritten(@ForAll("lines") List<Line> lines) throws Exception {
    Path place = directory.resolve(String.valueOf(runs++));
    SinkContext context = new SinkContext("pipeline", "sink", Optional.of(directory), -1);
    try (SinkWriter<Line> writer = FileSink.csv(place, Line.class).open(context)) {
      engine.beginBatch(new BatchInfo(0, Instant.EPOCH));
      writer.stage(0, engine.of(List.of(lines)));
      engine.endBatch();
      writer.publish(0);
    }
    Play<Line> play = Play.all(FileSource.csv(place, Line.class));
    assertEquals(List.of(), play.rejects);
    assertEquals(lines, new ArrayList<>(play.records));
  }
}
