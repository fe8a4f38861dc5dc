package dev.millrace.hadoop;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.file.FileTree;
import dev.millrace.core.sink.FileRolling;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.Source;
import dev.millrace.core.testing.SinkConformance;
import dev.millrace.core.testing.SourceConformance;
import dev.millrace.core.testing.SourceRun;
import dev.millrace.file.FileOptions;
import dev.millrace.file.FileSink;
import dev.millrace.file.FileSource;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Sources and sinks of files at a place. */
final class FileChecks {
  private static final FileOptions NESTED = FileOptions.defaults().withGlob("**/*.csv");

  private FileChecks() {}

  /** What a sink is checked with. */
  record Pair(long id, String text) {}

  private static void write(FileTree tree, String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] content = name.endsWith(".gz") ? Copying.compressed(bytes) : bytes;
    tree.write(name, out -> out.write(content));
  }

  /** Reads lines, plain and compressed. */
  static Stream<DynamicTest> source(URI place, Path directory) throws IOException {
    FileTree tree = FileTree.at(place);
    write(tree, "input/a.txt", "0\n1\n2\n3\n4\n5\n6\n7\n");
    write(tree, "input/b.txt.gz", "8\n9\n10\n11\n12\n13\n14\n15\nx");
    write(tree, "empty/none.txt", "");
    SourceConformance.Harness<String> harness =
        new SourceConformance.Harness<>() {
          @Override
          public Source<String> source() {
            return FileSource.text(URI.create(place + "/input"), FileOptions.defaults());
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
          public Optional<Source<String>> emptySource() {
            return Optional.of(
                FileSource.text(URI.create(place + "/empty"), FileOptions.defaults()));
          }

          @Override
          public Path directory() {
            return directory;
          }
        };
    return SourceConformance.checks(harness).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  private record Place(URI uri, boolean isRolling, Path directory)
      implements SinkConformance.Place<Pair> {
    @Override
    public Sink<Pair> sink() {
      FileSink<Pair> sink = FileSink.csv(uri, Pair.class);
      return isRolling
          ? sink.partitionedBy("kind", pair -> "stock/bond").rolling(FileRolling.everyBatch())
          : sink;
    }

    @Override
    public List<Pair> visible() throws Exception {
      FileOptions options = isRolling ? NESTED : FileOptions.defaults();
      try (SourceRun<Pair> run =
          new SourceRun<>(FileSource.csv(uri, Pair.class, options.withFollow(true)), directory)) {
        run.planner().boundToNow();
        return run.rest(new PlanLimits(1000, 1 << 20));
      }
    }
  }

  /** Writes a file per batch, or rolling ones in a folder. */
  static Stream<DynamicTest> sink(Supplier<URI> places, boolean isRolling, Path directory) {
    SinkConformance.Harness<Pair> harness =
        new SinkConformance.Harness<>() {
          @Override
          public SinkConformance.Place<Pair> newPlace() {
            return new Place(places.get(), isRolling, directory);
          }

          @Override
          public Pair record(int number) {
            return new Pair(number, "t,\"" + number);
          }
        };
    return SinkConformance.checks(harness).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }
}
