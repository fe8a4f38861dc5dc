package dev.millrace.flume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.source.log.LogOptions;
import dev.millrace.core.testing.CollectingSink;
import dev.millrace.core.testing.StreamTestDriver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With an agent of Flume's own, which is killed and started again. */
@Timeout(180)
class AgentTest {
  private static final int PORT = Ports.free();
  private static FlumeAgent agent;

  @TempDir static Path files;
  @TempDir Path directory;

  private final CollectingSink<FlumeEvent> sink = new CollectingSink<>();

  @BeforeAll
  static void start() {
    agent = FlumeAgent.start(files, PORT);
  }

  @AfterAll
  static void stop() {
    agent.close();
  }

  private StreamTestDriver receiver(FlumeOptions options) {
    Mortal<FlumeEvent> source = new Mortal<>(FlumeSource.events(PORT, options));
    return StreamTestDriver.of(
        StreamingConfig.named("receiver")
            .withCheckpoint(directory.resolve("receiver"))
            .withMaxBatchRecords(50),
        context -> context.source("in", source).to("out", sink));
  }

  private List<String> received() {
    List<String> texts = new ArrayList<>(sink.records().stream().map(FlumeEvent::text).toList());
    Collections.sort(texts);
    return texts;
  }

  private static void send(int from, int until) {
    try (Client client = Client.to(agent.port())) {
      for (int i = from; i < until; i += 50) {
        assertTrue(client.send(Runs.texts(i, i + 50)));
      }
    }
  }

  /** The log holds a few of the events; the agent keeps the others until there is room. */
  @Test
  void shouldReceiveEveryEventOnceThoughAgentAndPipelineAreKilled() {
    FlumeOptions options =
        FlumeOptions.defaults()
            .withLog(LogOptions.defaults().withSizes(4 * 4096, 4096))
            .withIds("id", 1_000);
    send(0, 400);
    try (StreamTestDriver driver = receiver(options)) {
      Runs.until(driver, () -> sink.records().size() >= 100);
      driver.crashAt(BatchStep.COMMIT);
      agent.kill();
      agent.restart();
      driver.recover();
      driver.runAll();
      send(400, 600);
      driver.crashAt(BatchStep.PUBLISH);
      driver.recover();
      Runs.until(driver, () -> sink.records().size() >= 600);
    }
    assertEquals(Runs.texts(0, 600), received());
  }

  @Test
  void shouldSendEveryEventThroughAnAgentThatIsKilled() {
    QueueSource<FlumeEvent> source = QueueSource.create(1);
    Runs.texts(0, 100).forEach(text -> source.push(FlumeEvent.of(text)));
    try (StreamTestDriver receiver = receiver(FlumeOptions.defaults());
        StreamTestDriver sender =
            StreamTestDriver.of(
                StreamingConfig.named("sender")
                    .withCheckpoint(directory.resolve("sender"))
                    .withMaxBatchRecords(20),
                context ->
                    context
                        .source("in", source)
                        .to(
                            "out",
                            FlumeSink.events(
                                "127.0.0.1", agent.port(), FlumeOptions.defaults())))) {
      sender.runBatch();
      receiver.runAll();
      agent.kill();
      agent.restart();
      sender.runAll();
      Runs.until(receiver, () -> new TreeSet<>(received()).size() == 100);
    }
    assertEquals(Runs.texts(0, 100), List.copyOf(new TreeSet<>(received())));
  }
}
