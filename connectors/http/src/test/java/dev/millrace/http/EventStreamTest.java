package dev.millrace.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EventStreamTest {
  private final EventStream events = new EventStream(4, () -> {});

  /** Streams at one path, and nothing else. */
  private final class Streaming implements Site {
    @Override
    public Optional<Document> document(String path) {
      return Optional.empty();
    }

    @Override
    public Optional<EventStream> events(String path) {
      return path.equals("/stream") ? Optional.of(events) : Optional.empty();
    }

    @Override
    public Optional<Supplier<Answer>> probe(String path) {
      return Optional.empty();
    }

    @Override
    public Optional<Supplier<Answer>> report(String path) {
      return Optional.empty();
    }

    @Override
    public Optional<Action> action(String path) {
      return Optional.empty();
    }

    @Override
    public void close() {
      events.close();
    }
  }

  private void await(int clients) {
    while (events.clients() != clients) {
      Thread.onSpinWait();
    }
  }

  private static void listen(RawConnection connection) throws Exception {
    connection.request("GET /stream", "Host: localhost\r\n", "");
  }

  private static void readUntil(RawConnection connection, String text) throws Exception {
    StringBuilder seen = new StringBuilder();
    while (seen.indexOf(text) < 0) {
      int next = connection.read();
      assertTrue(next >= 0, "the server closed after: " + seen);
      seen.append((char) next);
    }
  }

  @Test
  void shouldTellWhatCameAfterTheGreeting() throws Exception {
    try (PredictionServer server =
            PredictionServer.start(Fixture.options(), List.of(), new Streaming());
        RawConnection client = new RawConnection(server)) {
      listen(client);
      await(1);
      events.publish("event: early\n\n".getBytes(UTF_8));
      events.admit(() -> "event: hello\n\n".getBytes(UTF_8));
      events.publish("event: news\n\n".getBytes(UTF_8));
      readUntil(client, "event: hello");
      readUntil(client, "event: news");
    }
  }

  /** One that reads nothing, beside one that reads everything. */
  @Test
  void shouldCutOffASlowClientAndKeepTheOthers() throws Exception {
    byte[] megabyte = new byte[1 << 20];
    Arrays.fill(megabyte, (byte) '.');
    try (PredictionServer server =
            PredictionServer.start(Fixture.options(), List.of(), new Streaming());
        RawConnection slow = new RawConnection(server)) {
      listen(slow);
      await(1);
      events.admit(() -> "event: hello\n\n".getBytes(UTF_8));
      for (int i = 0; i < 300 && events.clients() == 1; i++) {
        events.publish(megabyte);
      }
      await(0);
      try (RawConnection other = new RawConnection(server)) {
        listen(other);
        await(1);
        events.admit(() -> "event: hello\n\n".getBytes(UTF_8));
        readUntil(other, "event: hello");
      }
    }
  }

  @Test
  void shouldForgetAClientThatHasGone() throws Exception {
    try (PredictionServer server =
        PredictionServer.start(Fixture.options(), List.of(), new Streaming())) {
      try (RawConnection client = new RawConnection(server)) {
        listen(client);
        await(1);
        events.admit(() -> "event: hello\n\n".getBytes(UTF_8));
        readUntil(client, "event: hello");
      }
      while (events.clients() > 0) {
        events.keepAlive();
      }
      assertEquals(0, events.clients());
    }
  }

  /** A stream lasts longer than a request may, as long as the client takes what it is sent. */
  @Test
  void shouldOutliveTheDeadlineOfARequest() throws Exception {
    ServerOptions options = Fixture.options().withRequestTimeout(Duration.ofMillis(400));
    try (PredictionServer server = PredictionServer.start(options, List.of(), new Streaming());
        RawConnection client = new RawConnection(server)) {
      listen(client);
      await(1);
      events.admit(() -> "event: hello\n\n".getBytes(UTF_8));
      readUntil(client, "event: hello");
      long end = System.nanoTime() + 1_500_000_000L;
      while (System.nanoTime() < end) {
        events.keepAlive();
        readUntil(client, ":\n\n");
      }
      assertEquals(1, events.clients());
    }
  }
}
