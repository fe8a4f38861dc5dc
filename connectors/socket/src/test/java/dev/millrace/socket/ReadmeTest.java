package dev.millrace.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.testing.StreamTestDriver;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Does what the README shows. */
class ReadmeTest {
  private static void describe(StreamingContext context, int port, MemorySink<String> sink) {
    DStream<String> lines = context.source("feed", SocketSource.connect("localhost", port));
    lines.to("lines", sink);
  }

  @Test
  @Timeout(60)
  void shouldReadLines() throws Exception {
    MemorySink<String> sink = new MemorySink<>();
    try (LineServer server = new LineServer(List.of("a\nb\n"), false);
        StreamTestDriver driver =
            StreamTestDriver.of(context -> describe(context, server.port(), sink))) {
      while (sink.records().size() < 2) {
        driver.runBatch();
      }
    }
    assertEquals(List.of("a", "b"), sink.records());
  }
}
