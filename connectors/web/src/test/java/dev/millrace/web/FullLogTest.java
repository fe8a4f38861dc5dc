package dev.millrace.web;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.core.source.log.LogOptions;
import dev.millrace.core.testing.SourceRun;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A feed that sends faster than the pipeline reads, until the log is full. */
@Timeout(60)
class FullLogTest {
  /** Far more than the log and the buffers of the connection hold. */
  private static final int EVENTS = 15_000;

  private static final String DATA = "x".repeat(1_000);
  private static final long MAX_BYTES = 4 * 65_536;

  @TempDir Path directory;
  private final AtomicInteger sent = new AtomicInteger();

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream;charset=utf-8");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    for (int id = 0; id < EVENTS; id++) {
      String event = "id: " + id + "\ndata: " + id + " " + DATA + "\n\n";
      out.write(event.getBytes(StandardCharsets.UTF_8));
      sent.incrementAndGet();
    }
    out.flush();
  }

  /** Waits until the log is filled and nothing more is sent for a while; how many events were. */
  private int sentUntilItStops() throws IOException {
    int before = -1;
    for (int same = 0; same < 20; LockSupport.parkNanos(10_000_000)) {
      int now = sent.get();
      same = now == before && logBytes() > MAX_BYTES / 2 ? same + 1 : 0;
      before = now;
    }
    return before;
  }

  private long logBytes() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      long bytes = 0;
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  @Test
  void shouldLetTheFeedWaitWhileTheLogIsFullAndLoseNothing() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    FeedOptions options =
        FeedOptions.defaults().withLog(LogOptions.defaults().withSizes(MAX_BYTES, MAX_BYTES / 4));
    try (SourceRun<ServerSentEvent> run =
        new SourceRun<>(FeedSource.events(uri, options), directory).begin()) {
      int waiting = sentUntilItStops();
      assertTrue(waiting < EVENTS, "the feed never had to wait");
      assertTrue(logBytes() < 2 * MAX_BYTES, "the log has grown to " + logBytes());
      List<ServerSentEvent> events = run.until(EVENTS);
      assertEquals(
          IntStream.range(0, EVENTS).mapToObj(Integer::toString).collect(joining(",")),
          events.stream().map(ServerSentEvent::id).collect(joining(",")));
    } finally {
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
