package dev.millrace.flume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.MillraceException;
import dev.millrace.core.SinkException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.testing.StreamTestDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class FlumeSinkTest {
  private static final FlumeOptions OPTIONS = FlumeOptions.defaults().withSendEvents(4);

  @TempDir Path directory;

  private final QueueSource<FlumeEvent> source = QueueSource.create(1);

  private StreamTestDriver driver(int port, FlumeOptions options) {
    return StreamTestDriver.of(
        StreamingConfig.named("flume").withCheckpoint(directory).withMaxBatchRecords(10),
        context ->
            context.source("in", source).to("out", FlumeSink.events("127.0.0.1", port, options)));
  }

  private void push(int from, int until) {
    Runs.texts(from, until)
        .forEach(text -> source.push(FlumeEvent.of(text).withHeader("own", text)));
  }

  @Test
  void shouldSendRequestsOfSoManyEventsAndOnlyTheFailedOnesAgain() {
    Collector agent = Collector.start();
    push(0, 10);
    agent.spoil(Collector.Fault.REFUSED, Collector.Fault.REFUSED);
    try (StreamTestDriver driver = driver(agent.port(), OPTIONS)) {
      driver.runAll();
    }
    assertEquals(2 + 3, agent.requests());
    List<FlumeEvent> expected = new ArrayList<>();
    for (int row = 0; row < 10; row++) {
      String text = Runs.texts(row, row + 1).get(0);
      expected.add(
          FlumeEvent.of(text).withHeader("own", text).withHeader("millrace-id", "0-" + row));
    }
    assertEquals(expected, agent.events());
  }

  @ParameterizedTest
  @EnumSource(BatchStep.class)
  void shouldSendEverythingAtLeastOnceWhateverHappens(BatchStep step) {
    Collector agent = Collector.start();
    push(0, 30);
    agent.spoil(Collector.Fault.DENIED);
    try (StreamTestDriver driver = driver(agent.port(), OPTIONS)) {
      driver.crashAt(step, 2);
      driver.recover();
      driver.runAll();
    }
    Set<String> seen = new HashSet<>();
    List<String> once = new ArrayList<>();
    for (FlumeEvent event : agent.events()) {
      if (seen.add(event.headers().get("millrace-id"))) {
        once.add(event.text());
      }
    }
    assertEquals(Runs.texts(0, 30), once);
    assertTrue(agent.events().size() >= 34, agent.events().size() + " events");
  }

  @Test
  void shouldStopWhenPatienceIsOverAndGoOnWithTheNextStart() {
    Collector agent = Collector.start();
    push(0, 5);
    int nobody = Ports.free();
    try (StreamTestDriver driver = driver(nobody, OPTIONS.withPatience(Duration.ofSeconds(1)))) {
      MillraceException stopped = assertThrows(MillraceException.class, driver::runAll);
      assertTrue(stopped.getMessage().contains("nothing is lost"), stopped.getMessage());
    }
    try (StreamTestDriver driver = driver(agent.port(), OPTIONS)) {
      driver.runAll();
    }
    assertEquals(Runs.texts(0, 5), agent.events().stream().map(FlumeEvent::text).toList());
  }

  @Test
  void shouldAskForAPlaceWhereTheCheckpointIsElsewhere() {
    FlumeSink<FlumeEvent> sink = FlumeSink.events("localhost", 4141, OPTIONS);
    SinkContext context = new SinkContext("pipeline", "sink", Optional.empty(), 5);
    SinkException e = assertThrows(SinkException.class, () -> sink.open(context));
    assertTrue(e.getMessage().contains("withStaging"), e.getMessage());
  }
}
