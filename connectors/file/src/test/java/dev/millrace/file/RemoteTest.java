package dev.millrace.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SourceException;
import dev.millrace.core.file.FileTree;
import dev.millrace.core.row.Row;
import dev.millrace.core.sink.FileRolling;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.Source;
import dev.millrace.core.testing.FileTreeConformance;
import dev.millrace.core.testing.SinkConformance;
import dev.millrace.core.testing.SourceConformance;
import dev.millrace.file.FileConformanceTest.Trade;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not on a disk of this machine. */
class RemoteTest {
  private static final PlanLimits LIMITS = new PlanLimits(1000, 1 << 20);
  private static final FileOptions FOLLOW = FileOptions.defaults().withFollow(true);

  @TempDir Path directory;
  private final URI place = MemoryFiles.newPlace();
  private final FileTree tree = FileTree.at(place);

  private void write(String name, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    tree.write(name, out -> out.write(name.endsWith(".gz") ? packed.toByteArray() : bytes));
  }

  @TestFactory
  Stream<DynamicTest> memory() {
    return FileTreeConformance.checks(() -> FileTree.at(MemoryFiles.newPlace())).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  private record Seventeen<T>(Function<URI, Source<T>> make, URI place, Path directory)
      implements SourceConformance.Harness<T> {
    @Override
    public Source<T> source() {
      return make.apply(URI.create(place + "/input"));
    }

    @Override
    public int records() {
      return 17;
    }

    @Override
    public boolean isBounded() {
      return true;
    }

    @Override
    public Optional<Source<T>> emptySource() {
      return Optional.of(make.apply(URI.create(place + "/empty")));
    }
  }

  private <T> Stream<DynamicTest> source(Function<URI, Source<T>> source) {
    return SourceConformance.checks(new Seventeen<>(source, place, directory)).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  @TestFactory
  Stream<DynamicTest> text() throws Exception {
    write("input/a.txt", "0\n1\n2\n3\n4\n5\n6\n7\n");
    write("input/b.txt.gz", "8\n9\n10\n11\n12\n13\n14\n15\nx");
    write("empty/none.txt", "");
    return source(uri -> FileSource.text(uri, FileOptions.defaults()));
  }

  @TestFactory
  Stream<DynamicTest> records() throws Exception {
    StringBuilder rows = new StringBuilder("volume,symbol,price\n");
    for (int i = 0; i < 17; i++) {
      rows.append(i).append(",a,1.5\n");
    }
    write("input/day=1/trades.csv", rows.toString());
    write("input/day=1/_hidden.csv", "x");
    write("input/.stage/trades.csv", "x");
    write("empty/day=1/trades.csv", "volume,symbol,price\n");
    return source(
        uri -> FileSource.csv(uri, Trade.class, FileOptions.defaults().withGlob("**/*.csv")));
  }

  private record Place(URI uri, boolean isRolling) implements SinkConformance.Place<Trade> {
    @Override
    public Sink<Trade> sink() {
      FileSink<Trade> sink = FileSink.jsonLines(uri);
      return isRolling
          ? sink.partitionedBy("kind", trade -> "stock/bond").rolling(FileRolling.everyBatch())
          : sink;
    }

    @Override
    public List<Trade> visible() throws Exception {
      FileOptions options = isRolling ? FOLLOW.withGlob("**/*.jsonl") : FOLLOW;
      Play<Trade> play = new Play<>(FileSource.jsonLines(uri, Trade.class, options));
      play.planner().boundToNow();
      play.rest(() -> LIMITS);
      return play.records;
    }
  }

  private static Stream<DynamicTest> sink(boolean isRolling) {
    SinkConformance.Harness<Trade> harness =
        new SinkConformance.Harness<>() {
          @Override
          public SinkConformance.Place<Trade> newPlace() {
            return new Place(MemoryFiles.newPlace(), isRolling);
          }

          @Override
          public Trade record(int number) {
            return Trade.of(number);
          }
        };
    return SinkConformance.checks(harness).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  @TestFactory
  Stream<DynamicTest> sinkOfAFilePerBatch() {
    return sink(false);
  }

  @TestFactory
  Stream<DynamicTest> sinkOfFilesOfManyBatches() {
    return sink(true);
  }

  @Test
  void shouldFollowNewObjectsAndReplacedOnes() throws Exception {
    Play<String> play = new Play<>(FileSource.text(place, FOLLOW));
    assertEquals(0, play.step(LIMITS));
    write("a.txt", "1\n2\n");
    assertEquals(2, play.step(LIMITS));
    assertEquals(0, play.step(LIMITS));
    write("b.txt.gz", "4\n");
    write("a.txt", "1\n2\n3\n");
    assertEquals(2, play.step(LIMITS));
    assertEquals(List.of("1", "2", "3", "4"), play.records);
    write("a.txt", "1\n3\n3\n4\n");
    play.restart();
    SourceException changed = assertThrows(SourceException.class, () -> play.step(LIMITS));
    assertTrue(changed.getMessage().startsWith("a.txt: the file was changed"), changed::getMessage);
  }

  @Test
  void shouldReadASingleObject() throws Exception {
    write("data/a.csv", "n,t\n1,x\n2,y\n");
    URI file = URI.create(place + "/data/a.csv");
    Play<Row> play = Play.all(FileSource.csv(file, FileOptions.defaults()));
    assertEquals(List.of(1.0, 2.0), play.records.stream().map(row -> row.number(0)).toList());
    assertEquals(List.of("a.csv"), List.copyOf(play.offsets.keySet()));
  }

  @Test
  void shouldTellAtOnceThatThereIsNothing() {
    ConfigurationException nothing =
        assertThrows(
            ConfigurationException.class, () -> FileSource.text(place, FileOptions.defaults()));
    assertTrue(nothing.getMessage().contains(place.toString()), nothing::getMessage);
    URI unknown = URI.create("s3a://bucket/trades");
    ConfigurationException missing =
        assertThrows(ConfigurationException.class, () -> FileSource.text(unknown, FOLLOW));
    assertTrue(missing.getMessage().contains("millrace-hadoop"), missing::getMessage);
    assertThrows(ConfigurationException.class, () -> FileSink.jsonLines(unknown));
  }
}
