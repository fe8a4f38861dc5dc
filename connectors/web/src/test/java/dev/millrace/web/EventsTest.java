package dev.millrace.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.testing.SourceConformance;
import dev.millrace.core.testing.SourceRun;
import dev.millrace.core.testing.StreamTestDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
class EventsTest {
  private static final FeedOptions QUICK =
      FeedOptions.defaults().withRetries(Duration.ofMillis(1), Duration.ofMillis(20));

  @TempDir Path directory;
  private EventServer server;

  @AfterEach
  void stop() {
    server.close();
  }

  private static List<ServerSentEvent> events(int from, int until) {
    return IntStream.range(from, until)
        .mapToObj(id -> new ServerSentEvent(Integer.toString(id), "tick", "event " + id))
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> conformance() throws Exception {
    server = EventServer.dropping(17, 5, 1);
    FeedSource<ServerSentEvent> source = FeedSource.events(server.uri(), QUICK);
    return SourceConformance.checks(source, 17, directory).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  @Test
  void shouldGoOnAfterTheLastEventThroughDropsRefusalsAndRestarts() throws Exception {
    server = EventServer.dropping(50, 7, 2);
    FeedSource<ServerSentEvent> source = FeedSource.events(server.uri(), QUICK);
    try (SourceRun<ServerSentEvent> play = new SourceRun<>(source, directory).begin()) {
      play.until(20);
    }
    try (SourceRun<ServerSentEvent> play = new SourceRun<>(source, directory).begin()) {
      assertEquals(events(0, 50), play.until(50));
    }
    assertEquals(List.of("", "6", "6", "6"), server.lastIds.subList(0, 4));
  }

  @Test
  void shouldConnectAgainWhenTheFeedFallsSilent() throws Exception {
    server = EventServer.silent(15, 5);
    FeedOptions options = QUICK.withHeartbeat(Duration.ofMillis(100));
    FeedSource<ServerSentEvent> source = FeedSource.events(server.uri(), options);
    try (SourceRun<ServerSentEvent> play = new SourceRun<>(source, directory).begin()) {
      assertEquals(events(0, 15), play.until(15));
      assertTrue(source.report().connections() >= 3, source.report().toString());
    }
  }

  /** What a batch was planned with is what it is redone with, and every event counts once. */
  @Test
  void shouldCountEveryEventOnceWhereverThePipelineCrashes() throws Exception {
    server = EventServer.dropping(40, 6, 0);
    MemorySink<ServerSentEvent> sink = new MemorySink<>();
    StreamingConfig config =
        StreamingConfig.named("feed")
            .withCheckpoint(directory.resolve("checkpoint"))
            .withMaxBatchRecords(4);
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            config,
            context ->
                context.source("events", FeedSource.events(server.uri(), QUICK)).to("out", sink))) {
      for (BatchStep step : BatchStep.values()) {
        driver.crashAt(step);
        driver.recover();
      }
      while (sink.records().size() < 40) {
        if (driver.runAll() == 0) {
          LockSupport.parkNanos(1_000_000);
        }
      }
    }
    assertEquals(events(0, 40), sink.records());
  }
}
