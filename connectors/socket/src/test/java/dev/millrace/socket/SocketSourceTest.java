package dev.millrace.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.SourceException;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.source.Offset;
import dev.millrace.core.source.OffsetRange;
import dev.millrace.core.source.PlanLimits;
import dev.millrace.core.source.Source;
import dev.millrace.core.source.SourceContext;
import dev.millrace.core.source.SplitPlanner;
import dev.millrace.core.source.SplitReader;
import dev.millrace.core.source.log.LogOptions;
import dev.millrace.core.source.log.LogPlanner;
import dev.millrace.core.source.log.LogPosition;
import dev.millrace.core.testing.SourceConformance;
import dev.millrace.core.time.Clock;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SocketSourceTest {
  private static final PlanLimits LIMITS = new PlanLimits(1000, 1 << 20);
  private static final SocketOptions QUICK =
      SocketOptions.defaults().withRetries(Duration.ofMillis(1), Duration.ofMillis(20));

  @TempDir Path directory;
  private LineServer server;
  private SplitPlanner planner;
  private final Map<String, Offset> offsets = new HashMap<>();
  private final List<String> lines = new ArrayList<>();
  private final List<DeadLetter> rejects = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    if (planner != null) {
      planner.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private SocketSource connect(SocketOptions options, boolean closes, String... texts)
      throws Exception {
    server = new LineServer(List.of(texts), closes);
    return SocketSource.connect("localhost", server.port(), options);
  }

  private void start(Source<String> source) throws Exception {
    planner = source.planner(new SourceContext("test", directory, Clock.system()));
  }

  private void restart(Source<String> source) throws Exception {
    planner.close();
    start(source);
  }

  /** Plans and reads until so many lines and rejects have come. */
  private void await(Source<String> source, int count) throws Exception {
    while (lines.size() + rejects.size() < count) {
      if (step(source, LIMITS) == 0) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private int step(Source<String> source, PlanLimits limits) throws Exception {
    List<OffsetRange> ranges = planner.plan(offsets, limits);
    for (OffsetRange range : ranges) {
      try (SplitReader<String> reader = source.reader(range)) {
        reader.read(lines::add, rejects::add);
      }
      offsets.put(range.split(), range.until());
    }
    return ranges.size();
  }

  private long logBytes() throws Exception {
    return segments().stream().mapToLong(segment -> segment.toFile().length()).sum();
  }

  private List<Path> segments() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".log")).toList();
    }
  }

  private static String numbered(int from, int until) {
    return String.join("", IntStream.range(from, until).mapToObj(i -> i + "\n").toList());
  }

  private static List<String> numbers(int from, int until) {
    return IntStream.range(from, until).mapToObj(Integer::toString).toList();
  }

  @TestFactory
  Stream<DynamicTest> conformance() throws Exception {
    String text = numbered(0, 15) + "\u0001é\n" + "x".repeat(200) + "\n";
    SocketSource source = connect(QUICK.withMaxLineBytes(100), false, text);
    return SourceConformance.checks(source, 17, directory).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  @Test
  void shouldConnectAgainWheneverTheConnectionEnds() throws Exception {
    SocketSource source = connect(QUICK, true, "1\r\n2\n\n", "3\nlast without end", "4\n");
    start(source);
    await(source, 6);
    assertEquals(List.of("1", "2", "", "3", "last without end", "4"), lines);
  }

  @Test
  void shouldWaitForAServerThatIsNotThereYet() throws Exception {
    int port = freePort();
    SocketSource source = SocketSource.connect("localhost", port, QUICK);
    start(source);
    assertEquals(0, step(source, LIMITS));
    try (ServerSocket late = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        Socket socket = late.accept()) {
      socket.getOutputStream().write("here\n".getBytes(StandardCharsets.UTF_8));
      await(source, 1);
    }
    assertEquals(List.of("here"), lines);
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void shouldTakeLinesFromSeveralSenders() throws Exception {
    int port = freePort();
    SocketSource source = SocketSource.listen(port, QUICK.withMaxConnections(2));
    start(source);
    step(source, LIMITS);
    List<Thread> senders = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d")) {
      Thread sender = new Thread(() -> send(port, name));
      sender.start();
      senders.add(sender);
    }
    await(source, 400);
    for (Thread sender : senders) {
      sender.join();
    }
    for (String name : List.of("a", "b", "c", "d")) {
      List<String> expected = IntStream.range(0, 100).mapToObj(i -> name + i).toList();
      assertEquals(expected, lines.stream().filter(line -> line.startsWith(name)).toList());
    }
    SocketSource second = SocketSource.listen(port, QUICK);
    SourceContext other = new SourceContext("other", directory.resolve("b"), Clock.system());
    try (SplitPlanner late = second.planner(other)) {
      assertThrows(Exception.class, () -> late.plan(Map.of(), LIMITS));
    }
  }

  private static void send(int port, String name) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      for (int i = 0; i < 100; i++) {
        out.write((name + i + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldRejectLongLinesAndInvalidUtf8() throws Exception {
    server = new LineServer(List.of(), false);
    SocketSource source =
        SocketSource.connect("localhost", server.port(), QUICK.withMaxLineBytes(1000));
    start(source);
    step(source, LIMITS);
    OutputStream out = server.connection().getOutputStream();
    byte[] megabytes = "y".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 10; i++) {
      out.write(megabytes);
    }
    out.write(
        ("\n" + "z".repeat(1000) + "\r\n" + "z".repeat(1001) + "\n")
            .getBytes(StandardCharsets.UTF_8));
    out.write(new byte[] {'a', (byte) 0xFF, '\n', 'b', '\n'});
    await(source, 5);
    assertEquals(List.of("z".repeat(1000), "b"), lines);
    assertEquals(
        List.of("line 1 received", "line 3 received", "line 4 received"),
        rejects.stream().map(DeadLetter::position).toList());
    assertEquals("y".repeat(1000) + "…", rejects.get(0).record());
    assertTrue(logBytes() < 10_000, "log of " + logBytes());
  }

  @Test
  void shouldGoOnFromTheLogAfterARestart() throws Exception {
    SocketSource source = connect(QUICK, true, numbered(0, 100), numbered(100, 150));
    start(source);
    await(source, 150);
    offsets.clear();
    lines.clear();
    restart(source);
    while (step(source, new PlanLimits(7, 1 << 20)) > 0) {
      restart(source);
    }
    assertEquals(numbers(0, 150), lines);
  }

  @Test
  void shouldForgetCommittedSegmentsAndRefuseToGoBack() throws Exception {
    SocketOptions small = QUICK.withLog(LogOptions.defaults().withSizes(1 << 20, 4096));
    String[] texts = new String[20];
    for (int i = 0; i < 20; i++) {
      texts[i] = numbered(i * 1000, i * 1000 + 1000);
    }
    SocketSource source = connect(small, true, texts);
    start(source);
    await(source, 20_000);
    assertEquals(numbers(0, 20_000), lines);
    long before = segments().size();
    assertTrue(before > 10, "segments: " + before);
    planner.committed(offsets);
    assertEquals(1, segments().size());
    assertEquals(0, step(source, LIMITS));
    assertThrows(SourceException.class, () -> planner.plan(Map.of(), LIMITS));
  }

  @Test
  void shouldStopReceivingWhileTheLogIsFull() throws Exception {
    SocketOptions small = QUICK.withLog(LogOptions.defaults().withSizes(4 * 4096, 4096));
    server = new LineServer(List.of(), false);
    SocketSource source = SocketSource.connect("localhost", server.port(), small);
    start(source);
    step(source, LIMITS);
    Socket connection = server.connection();
    Thread sender =
        new Thread(
            () -> {
              try {
                byte[] block = numbered(10_000, 20_000).getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < 200; i++) {
                  connection.getOutputStream().write(block);
                }
                connection.close();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    sender.start();
    long largest = 0;
    int count = 0;
    while (count < 2_000_000) {
      step(source, new PlanLimits(50_000, 1 << 20));
      count += lines.size();
      lines.clear();
      largest = Math.max(largest, logBytes());
      planner.committed(offsets);
    }
    sender.join();
    assertEquals(2_000_000, count);
    // A read of 64 KiB of six-byte lines is at most 153 KiB of frames; two may wait in segments.
    assertTrue(largest < 4 * 4096 + 2 * 160_000, "log grew to " + largest);
  }

  @Test
  void shouldGoOnWhereTheCheckpointIsWhenTheLogIsLost() throws Exception {
    SocketSource source = connect(QUICK, true, "1\n2\n", "3\n");
    start(source);
    await(source, 3);
    planner.close();
    for (Path segment : segments()) {
      Files.delete(segment);
    }
    server.close();
    SocketSource next = connect(QUICK, true, "4\n");
    start(next);
    await(next, 4);
    assertEquals(List.of("1", "2", "3", "4"), lines);
    assertEquals(4, LogPosition.of(offsets.get(LogPlanner.SPLIT)).record());
  }

  @Test
  void shouldEndItsThreads() throws Exception {
    SocketSource source = connect(QUICK, false, "1\n");
    start(source);
    await(source, 1);
    planner.close();
    assertEquals(
        0,
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("millrace-socket"))
            .count());
  }

  @Test
  void shouldCheckItsSettings() {
    assertThrows(ConfigurationException.class, () -> SocketSource.listen(0));
    assertThrows(ConfigurationException.class, () -> SocketSource.connect(" ", 1));
    assertThrows(ConfigurationException.class, () -> QUICK.withMaxLineBytes(0));
    assertThrows(ConfigurationException.class, () -> LogOptions.defaults().withSizes(8192, 4096));
    assertThrows(ConfigurationException.class, () -> QUICK.withMaxConnections(0));
    assertThrows(
        ConfigurationException.class,
        () -> QUICK.withRetries(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    assertThrows(
        SourceException.class,
        () ->
            SocketSource.listen(1)
                .reader(new OffsetRange("lines", new Offset("0:0"), new Offset("1:9"), 1)));
  }
}
