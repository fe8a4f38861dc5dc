package dev.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.ConsoleSink;
import dev.millrace.core.sink.Delivery;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.source.Source;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.file.FileSink;
import dev.millrace.file.FileSource;
import dev.millrace.socket.SocketSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays the table of guarantees in core's README, cell by cell. */
@Timeout(300)
class PathsTest {
  private static final Path README = Path.of("../../core/README.md");
  private static final Pattern NUMBER = Pattern.compile("\\d{5}");
  private static final Pattern TEST =
      Pattern.compile("`([A-Z]\\w+(?:Test|IT))(?:\\.(should\\w+))?`");
  private static final List<String> TEXTS =
      IntStream.range(0, 60).mapToObj("%05d"::formatted).toList();

  /** Of the log of a socket source: a magic number, then a header before each line. */
  private static final long LOG_BYTES = 8 + TEXTS.size() * (8L + 5);

  @TempDir Path directory;

  private final List<AutoCloseable> opened = new ArrayList<>();

  /** What has shown where nobody else keeps it. */
  private final List<String> shown = new ArrayList<>();

  private final StringBuilder printed = new StringBuilder();
  private Topic output;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  static List<Arguments> cells() throws IOException {
    List<Arguments> cells = new ArrayList<>();
    List<String> lines = Files.readAllLines(README);
    int head = 0;
    while (!lines.get(head).startsWith("| from \\ to ")) {
      head++;
    }
    List<String> sinks = row(lines.get(head));
    for (int line = head + 2; lines.get(line).startsWith("|"); line++) {
      List<String> row = row(lines.get(line));
      for (int column = 1; column < row.size(); column++) {
        cells.add(arguments(row.get(0), sinks.get(column), row.get(column)));
      }
    }
    return cells;
  }

  private static List<String> row(String line) {
    return Arrays.stream(line.substring(1).split("\\|", 0)).map(String::strip).toList();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void shouldShowWhatTheTableSays(String from, String to, String guarantee) throws Exception {
    Source<String> source = source(from);
    output = to.contains("KafkaSink") ? Topic.create(2) : null;
    StreamingConfig config =
        StreamingConfig.named("path")
            .withCheckpoint(directory.resolve("checkpoint"))
            .withThreads(1)
            .withMaxBatchRecords(4);
    int crashes = 0;
    try (StreamTestDriver driver =
        StreamTestDriver.of(config, context -> describe(context, source, to))) {
      driver.runBatch();
      if (from.contains("Socket")) {
        awaitLog();
      }
      for (BatchStep step : BatchStep.values()) {
        try {
          driver.crashAt(step);
          driver.recover();
          crashes++;
        } catch (IllegalStateException e) {
          assertTrue(e.getMessage().contains("no step"), e.getMessage()); // for want of a sink
        }
      }
      driver.runAll();
      driver.stop();
    }
    assertTrue(crashes >= 4, crashes + " crashes");
    assertHolds(guarantee, visible(to));
  }

  /** The README says of each other cell which test shows it. */
  @Test
  void shouldNameTestsThatAreThere() throws IOException {
    Map<String, String> tests = new HashMap<>();
    for (Path root : List.of(Path.of("../.."), Path.of(".."))) {
      try (Stream<Path> modules = Files.list(root)) {
        for (Path module : (Iterable<Path>) modules::iterator) {
          addTests(module.resolve("src/test/java"), tests);
        }
      }
    }
    Matcher named = TEST.matcher(Files.readString(README));
    int found = 0;
    while (named.find()) {
      String code = tests.getOrDefault(named.group(1), "");
      String method = named.group(2) == null ? "class " + named.group(1) : named.group(2) + "(";
      assertTrue(code.contains(method), "the README names " + named.group());
      found++;
    }
    assertTrue(found > 50, found + " tests");
  }

  /** By class; several modules may have one of that name. */
  private static void addTests(Path root, Map<String, String> tests) throws IOException {
    if (Files.isDirectory(root)) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
          String name = file.getFileName().toString().replace(".java", "");
          tests.merge(name, Files.readString(file), String::concat);
        }
      }
    }
  }

  private static void assertHolds(String guarantee, List<String> visible) {
    Collections.sort(visible);
    switch (guarantee) {
      case "exactly once" -> assertEquals(TEXTS, visible);
      case "at least once" ->
          assertEquals(TEXTS, visible.stream().distinct().toList(), visible.toString());
      case "at most once" -> {
        assertEquals(new HashSet<>(visible).size(), visible.size(), visible.toString());
        assertTrue(TEXTS.containsAll(visible) && visible.size() > TEXTS.size() / 2);
      }
      default -> throw new AssertionError("there is no guarantee called " + guarantee);
    }
  }

  private Source<String> source(String name) throws Exception {
    return switch (name) {
      case "`FileSource`" -> FileSource.text(Files.write(directory.resolve("in.txt"), TEXTS));
      case "`SocketSource`" -> SocketSource.connect("127.0.0.1", serve());
      case "`KafkaSource`" -> {
        Topic input = Topic.create(2);
        input.write(0, TEXTS.subList(0, 30).toArray(String[]::new));
        input.write(1, TEXTS.subList(30, 60).toArray(String[]::new));
        yield KafkaSource.values(input.options(), input.selected(), KafkaFormat.text());
      }
      case "`GeneratorSource`" -> GeneratorSource.bounded(TEXTS.size(), i -> "%05d".formatted(i));
      default -> throw new AssertionError("this test knows no source " + name);
    };
  }

  /** Sends everything to who connects first, nothing to others; the port. */
  private int serve() throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    opened.add(server);
    Thread thread =
        new Thread(
            () -> {
              try {
                for (boolean sent = false; ; sent = true) {
                  Socket socket = server.accept();
                  opened.add(socket);
                  if (!sent) {
                    socket.getOutputStream().write(Topic.utf8(String.join("\n", TEXTS) + "\n"));
                  }
                }
              } catch (IOException e) {
                if (!server.isClosed()) {
                  throw new UncheckedIOException(e);
                }
              }
            },
            "lines");
    thread.setDaemon(true);
    thread.start();
    return server.getLocalPort();
  }

  /** What is not in the log yet is not the pipeline's to lose. */
  private void awaitLog() throws IOException {
    long bytes = 0;
    while (bytes < LOG_BYTES) {
      LockSupport.parkNanos(1_000_000);
      try (Stream<Path> files = Files.walk(directory.resolve("checkpoint"))) {
        bytes =
            files
                .filter(file -> file.toString().endsWith(".log"))
                .mapToLong(file -> file.toFile().length())
                .sum();
      }
    }
  }

  private void describe(StreamingContext context, Source<String> source, String sink) {
    DStream<String> texts = context.source("in", source);
    switch (sink) {
      case "`FileSink`" -> texts.to("out", FileSink.jsonLines(directory.resolve("out")));
      case "`KafkaSink`, `EXACTLY_ONCE`" -> texts.to("out", kafka(Delivery.EXACTLY_ONCE));
      case "`KafkaSink`, `AT_LEAST_ONCE`" -> texts.to("out", kafka(Delivery.AT_LEAST_ONCE));
      case "`foreachBatch`" -> texts.foreachBatch((batch, scope) -> shown.addAll(batch.collect()));
      case "`ConsoleSink`" -> texts.to("out", ConsoleSink.<String>create().withOutput(printed));
      default -> throw new AssertionError("this test knows no sink " + sink);
    }
  }

  private KafkaSink<String> kafka(Delivery delivery) {
    KafkaOptions options = output.options().withDelivery(delivery);
    return KafkaSink.values(options, output.name(), KafkaFormat.text());
  }

  private List<String> visible(String sink) throws IOException {
    if (output != null) {
      return new ArrayList<>(output.values());
    }
    StringBuilder text = new StringBuilder(printed);
    if (sink.equals("`FileSink`")) {
      try (Stream<Path> files = Files.list(directory.resolve("out"))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          text.append(Files.readString(file));
        }
      }
    }
    List<String> visible = new ArrayList<>(shown);
    Matcher matcher = NUMBER.matcher(text);
    while (matcher.find()) {
      visible.add(matcher.group());
    }
    return visible;
  }
}
