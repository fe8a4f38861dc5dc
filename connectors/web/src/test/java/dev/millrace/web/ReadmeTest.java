package dev.millrace.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.testing.StreamTestDriver;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Does what the README shows. */
class ReadmeTest {
  @TempDir Path directory;

  /** What a user knows of the feed. */
  private static final class Trades {
    static Optional<SequenceNumber> number(String message) {
      return Optional.of(new SequenceNumber("", Long.parseLong(message)));
    }

    static List<String> fetch(String sequence, long from, long until) {
      return List.of(Long.toString(from));
    }
  }

  private static DStream<String> describe(StreamingContext context, URI uri, String key) {
    DStream<String> trades =
        context.source(
            "trades",
            FeedSource.webSocket(uri, FeedOptions.defaults().withHeader("Authorization", key))
                .withSubscription("{\"subscribe\":\"trades\"}")
                .withSequence(Trades::number)
                .withRefill(Trades::fetch));
    return trades;
  }

  @Test
  @Timeout(60)
  void shouldDoWhatTheReadmeShows() throws Exception {
    MemorySink<String> sink = new MemorySink<>();
    try (WebSocketServer server = new WebSocketServer();
        StreamTestDriver driver =
            StreamTestDriver.of(
                StreamingConfig.named("readme").withCheckpoint(directory.resolve("checkpoint")),
                context -> describe(context, server.uri(), "Bearer x").to("out", sink))) {
      driver.runBatch();
      WebSocketServer.send(server.connection(), "1", "3");
      assertEquals("{\"subscribe\":\"trades\"}", server.received());
      while (sink.records().size() < 3) {
        if (driver.runAll() == 0) {
          LockSupport.parkNanos(1_000_000);
        }
      }
    }
    assertEquals(List.of("1", "2", "3"), sink.records());
  }
}
