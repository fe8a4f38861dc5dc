package dev.millrace.file;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sink.FileRolling;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import dev.millrace.core.testing.SinkConformance;
import dev.millrace.core.testing.SourceConformance;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class FileConformanceTest {
  private static final FileOptions FOLLOW = FileOptions.defaults().withFollow(true);

  @TempDir Path directory;

  /** A record for both directions. */
  record Trade(String symbol, double price, long volume) {
    static Trade of(int number) {
      return new Trade("s,\"" + number % 3, number * 0.1, number);
    }
  }

  private record Seventeen<T>(Path root, Function<Path, Source<T>> make, boolean isBounded)
      implements SourceConformance.Harness<T> {
    @Override
    public Source<T> source() {
      return make.apply(root.resolve("input"));
    }

    @Override
    public int records() {
      return 17;
    }

    @Override
    public Optional<Source<T>> emptySource() {
      return isBounded ? Optional.of(make.apply(root.resolve("empty"))) : Optional.empty();
    }

    @Override
    public Path directory() {
      return root.resolve("log");
    }
  }

  private <T> Stream<DynamicTest> source(
      Function<Path, Source<T>> source, boolean isBounded, String extension, String... parts)
      throws Exception {
    Files.createDirectories(directory.resolve("input"));
    Files.createDirectories(directory.resolve("empty"));
    FileSourceCutTest.write(directory.resolve("empty/none" + extension), new byte[0]);
    for (int i = 0; i < parts.length; i++) {
      byte[] content = parts[i].getBytes(StandardCharsets.UTF_8);
      FileSourceCutTest.write(directory.resolve("input/part-" + i + extension), content);
    }
    return SourceConformance.checks(new Seventeen<>(directory, source, isBounded)).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  /** Rows as texts, since rows have no equals. */
  private record RowTexts(Source<Row> source) implements Source<String> {
    @Override
    public SplitPlanner planner(SourceContext context) throws Exception {
      return source.planner(context);
    }

    @Override
    public SplitReader<String> reader(OffsetRange range) throws Exception {
      SplitReader<Row> reader = source.reader(range);
      return (out, rejects) -> reader.read(row -> out.emit(row.text(0) + row.text(1)), rejects);
    }
  }

  private static String lines(String header, int from, int until, String suffix) {
    StringBuilder text = new StringBuilder(header);
    for (int i = from; i < until; i++) {
      text.append(i).append(suffix).append('\n');
    }
    return text.toString();
  }

  @TestFactory
  Stream<DynamicTest> text() throws Exception {
    return source(FileSource::text, true, ".txt", lines("", 0, 8, ""), lines("", 8, 16, "") + "x");
  }

  @TestFactory
  Stream<DynamicTest> compressedText() throws Exception {
    return source(FileSource::text, true, ".gz", lines("", 0, 8, ""), lines("", 8, 16, "") + "x");
  }

  @TestFactory
  Stream<DynamicTest> followedText() throws Exception {
    return source(
        path -> FileSource.text(path, FOLLOW),
        false,
        ".txt",
        lines("", 0, 8, "") + "x",
        lines("", 9, 17, "") + "unfinished");
  }

  @TestFactory
  Stream<DynamicTest> rows() throws Exception {
    FileOptions options = FileOptions.defaults().withSchema(FileSourceCutTest.texts(2));
    return source(
        path -> new RowTexts(FileSource.csv(path, options)),
        true,
        ".csv",
        lines("c0,c1\n", 0, 8, ",a") + "\n\n1\n",
        lines("c1,c0\n\n", 8, 16, ",\"b\n\n\""));
  }

  @TestFactory
  Stream<DynamicTest> records() throws Exception {
    return source(
        path -> FileSource.csv(path, Trade.class),
        true,
        ".csv.gz",
        lines("volume,symbol,price\n", 0, 8, ",a,1.5"),
        lines("price,symbol,volume,more\n", 8, 17, ",b,2,3"));
  }

  @TestFactory
  Stream<DynamicTest> json() throws Exception {
    return source(
        path -> FileSource.jsonLines(path, JsonNode.class),
        true,
        ".jsonl",
        lines("", 0, 8, ""),
        lines("[]\n{\"a\":1}\n", 8, 15, ""));
  }

  @TestFactory
  Stream<DynamicTest> libSvm() throws Exception {
    return source(
        FileSource::libSvm,
        true,
        ".svm",
        lines("# from here\n\n", 0, 8, " 1:2 3:4 # as before"),
        lines("", 8, 16, " qid:3 2:1") + "x");
  }

  @TestFactory
  Stream<DynamicTest> vowpalWabbit() throws Exception {
    return source(
        FileSource::vw, true, ".vw.gz", lines("", 0, 8, " |a b:2 c"), lines("", 8, 17, " | d"));
  }

  @TestFactory
  Stream<DynamicTest> arff() throws Exception {
    String header = "% two\n@relation r\n@attribute a string\n@attribute b {x,y}\n\n@data\n";
    FileOptions options =
        FileOptions.defaults()
            .withSchema(
                new RowSchema(
                    List.of(
                        new RowSchema.Column("a", RowSchema.Type.TEXT),
                        new RowSchema.Column("b", RowSchema.Type.TEXT))));
    return source(
        path -> new RowTexts(FileSource.arff(path, options)),
        true,
        ".arff",
        lines(header, 0, 8, ",x") + "{1 y}\n",
        lines(header, 9, 17, ", 'z'"));
  }

  @TestFactory
  Stream<DynamicTest> webLog() throws Exception {
    String line = " - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 5";
    return source(
        FileSource::webLog, true, ".log", lines("\n", 0, 8, line), lines("", 8, 16, line) + "x");
  }

  @TestFactory
  Stream<DynamicTest> tail() throws Exception {
    return source(
        path -> TailSource.text(path.resolve("part-0.log")),
        false,
        ".log",
        lines("", 0, 17, "") + "unfinished");
  }

  private interface Reading {
    List<Trade> read(Path path) throws Exception;
  }

  private record Place(Path path, Function<Path, Sink<Trade>> make, Reading reading)
      implements SinkConformance.Place<Trade> {
    @Override
    public Sink<Trade> sink() {
      return make.apply(path);
    }

    @Override
    public List<Trade> visible() throws Exception {
      return Files.exists(path) ? reading.read(path) : List.of();
    }
  }

  private Stream<DynamicTest> sink(Function<Path, Sink<Trade>> make, Reading reading) {
    AtomicInteger places = new AtomicInteger();
    SinkConformance.Harness<Trade> harness =
        new SinkConformance.Harness<>() {
          @Override
          public SinkConformance.Place<Trade> newPlace() {
            Path path = directory.resolve("place-" + places.incrementAndGet());
            return new Place(path, make, reading);
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
  Stream<DynamicTest> csvSink() {
    return sink(
        path -> FileSink.csv(path, Trade.class),
        path -> Play.all(FileSource.csv(path, Trade.class)).records);
  }

  @TestFactory
  Stream<DynamicTest> csvSinkOfColumns() {
    CsvColumns<Trade> columns =
        CsvColumns.<Trade>none()
            .with("volume", Trade::volume)
            .with("price", Trade::price)
            .with("symbol", Trade::symbol);
    return sink(
        path -> FileSink.csv(path, columns),
        path -> Play.all(FileSource.csv(path, Trade.class)).records);
  }

  @TestFactory
  Stream<DynamicTest> jsonSink() {
    return sink(
        FileSink::jsonLines,
        path -> new ArrayList<>(Play.all(FileSource.jsonLines(path, Trade.class)).records));
  }

  @TestFactory
  Stream<DynamicTest> rollingSink() {
    FileRolling everyBatch = FileRolling.defaults().withMaxBytes(1);
    return sink(
        path -> FileSink.csv(path, Trade.class).rolling(everyBatch),
        path -> Play.all(FileSource.csv(path, Trade.class)).records);
  }

  @TestFactory
  Stream<DynamicTest> partitionedSink() {
    FileOptions nested = FileOptions.defaults().withGlob("**/*.jsonl");
    return sink(
        path -> FileSink.<Trade>jsonLines(path).partitionedBy("kind", trade -> "stock/bond"),
        path -> Play.all(FileSource.jsonLines(path, Trade.class, nested)).records);
  }
}
