package dev.millrace.flume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.testing.StreamTestDriver;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Does what the README shows. */
class ReadmeTest {
  @TempDir Path directory;

  private static void describe(StreamingContext context, int port, int agentPort) {
    FlumeOptions options = FlumeOptions.defaults().withIds("id", 100_000);
    DStream<FlumeEvent> events = context.source("events", FlumeSource.events(port, options));
    events
        .filter(event -> event.text().contains("ERROR"))
        .to("errors", FlumeSink.events("127.0.0.1", agentPort, options));
  }

  @Test
  @Timeout(60)
  void shouldDoWhatTheReadmeShows() {
    int port = Ports.free();
    Collector agent = Collector.start();
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            StreamingConfig.named("readme").withCheckpoint(directory),
            context -> describe(context, port, agent.port()))) {
      driver.runAll();
      try (Client client = Client.to(port)) {
        assertTrue(client.send(List.of("INFO well", "ERROR ill")));
      }
      Runs.until(driver, () -> !agent.events().isEmpty());
    }
    assertEquals(List.of("ERROR ill"), agent.events().stream().map(FlumeEvent::text).toList());
  }
}
