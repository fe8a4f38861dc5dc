package dev.millrace.web;

import dev.millrace.core.testing.CountingRun;
import dev.millrace.core.testing.RateComparison;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages of 100 bytes per second, and events of some 15: a bare client that writes what it
 * receives to a file, beside a pipeline. In turn. Not among the tests that run by themselves:
 * {@code mvn -pl connectors/web test -Dtest=FeedBenchmark}, and the figures are in {@code
 * target/surefire-reports}.
 */
class FeedBenchmark {
  private static final int MESSAGES = 400_000;
  private static final String[] TEXTS =
      IntStream.range(0, MESSAGES).mapToObj(FeedBenchmark::text).toArray(String[]::new);

  @TempDir Path directory;

  private final AtomicLong runs = new AtomicLong();

  private static String text(int number) {
    return "-".repeat(90) + (number + 1_000_000_000);
  }

  private Path next() {
    return directory.resolve("run-" + runs.incrementAndGet());
  }

  private void millrace(FeedSource<?> source) throws Exception {
    try (CountingRun run = CountingRun.start(source, next())) {
      run.await(MESSAGES);
    }
  }

  @Test
  void webSocket() throws Exception {
    try (WebSocketServer server = new WebSocketServer()) {
      server.greet(TEXTS);
      System.out.println(
          RateComparison.of(
              "WebSocket",
              MESSAGES,
              () -> plainWebSocket(server.uri()),
              () -> millrace(FeedSource.webSocket(server.uri(), FeedOptions.defaults()))));
    }
  }

  @Test
  void events() throws Exception {
    try (EventServer server = EventServer.dropping(MESSAGES, MESSAGES, 0)) {
      System.out.println(
          RateComparison.of(
              "server-sent events",
              MESSAGES,
              () -> plainEvents(server.uri()),
              () -> millrace(FeedSource.events(server.uri(), FeedOptions.defaults()))));
    }
  }

  private void plainWebSocket(URI uri) throws Exception {
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(next()))) {
      Counter counter = new Counter(file);
      WebSocket socket =
          HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, counter).get();
      counter.left.await();
      socket.abort();
    }
  }

  private void plainEvents(URI uri) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream").build();
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(next()));
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream()).body(),
                    StandardCharsets.UTF_8))) {
      for (int events = 0; events < MESSAGES; ) {
        String line = lines.readLine();
        if (line.startsWith("data: ")) {
          file.write(line.substring(6).getBytes(StandardCharsets.UTF_8));
          file.write('\n');
          events++;
        }
      }
    }
  }

  /** The least that a client does. */
  private static final class Counter implements WebSocket.Listener {
    final CountDownLatch left = new CountDownLatch(MESSAGES);
    private final OutputStream file;

    Counter(OutputStream file) {
      this.file = file;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      try {
        file.write(data.toString().getBytes(StandardCharsets.UTF_8));
        if (last) {
          file.write('\n');
          left.countDown();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      socket.request(1);
      return null;
    }
  }
}
