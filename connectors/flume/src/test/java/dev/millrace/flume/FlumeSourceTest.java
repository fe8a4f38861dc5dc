package dev.millrace.flume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.MillraceException;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.source.log.LogOptions;
import dev.millrace.core.testing.CollectingSink;
import dev.millrace.core.testing.StreamTestDriver;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class FlumeSourceTest {
  private static final FlumeOptions OPTIONS = FlumeOptions.defaults();
  private static final LogOptions SMALL = LogOptions.defaults().withSizes(4 * 4096, 4096);

  @TempDir Path directory;

  private final int port = Ports.free();
  private final CollectingSink<FlumeEvent> sink = new CollectingSink<>();

  private StreamTestDriver driver(FlumeOptions options) {
    Mortal<FlumeEvent> source = new Mortal<>(FlumeSource.events(port, options));
    StreamTestDriver driver =
        StreamTestDriver.of(
            StreamingConfig.named("flume").withCheckpoint(directory).withMaxBatchRecords(10),
            context -> context.source("in", source).to("out", sink));
    driver.runAll();
    return driver;
  }

  private List<String> received() {
    return sink.records().stream().map(FlumeEvent::text).toList();
  }

  @Test
  void shouldReceiveEventsWithTheirHeadersInOrder() {
    try (StreamTestDriver driver = driver(OPTIONS);
        Client client = Client.to(port)) {
      for (int i = 0; i < 5; i++) {
        assertTrue(client.send(Runs.texts(10 * i, 10 * i + 10)));
      }
      Runs.until(driver, () -> sink.records().size() == 50);
    }
    assertEquals(Runs.texts(0, 50), received());
    assertEquals(Map.of("id", "00007"), sink.records().get(7).headers());
  }

  @Test
  void shouldKeepTheOrderOfRequestsThatDoNotWaitForEachOther() throws Exception {
    try (StreamTestDriver driver = driver(OPTIONS);
        AgentConnection agent = new AgentConnection("127.0.0.1", port, Duration.ofSeconds(20))) {
      agent.send(request("00000")).await();
      List<AgentConnection.Answer> answers = new ArrayList<>();
      for (String text : Runs.texts(1, 100)) {
        answers.add(agent.send(request(text)));
      }
      for (AgentConnection.Answer answer : answers) {
        answer.await();
      }
      Runs.until(driver, () -> sink.records().size() == 100);
    }
    assertEquals(Runs.texts(0, 100), received());
  }

  /** An array of one event of five characters, without headers. */
  private static ByteBuffer request(String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(9).put(new byte[] {2, 0, 10}).put(body).put((byte) 0).flip();
  }

  /** What was acknowledged is there, and once, wherever the pipeline crashes. */
  @ParameterizedTest
  @EnumSource(BatchStep.class)
  void shouldLoseAndRepeatNothingThatWasAcknowledged(BatchStep step) {
    try (StreamTestDriver driver = driver(OPTIONS)) {
      try (Client client = Client.to(port)) {
        assertTrue(client.send(Runs.texts(0, 25)));
      }
      driver.crashAt(step);
      driver.recover();
      driver.runAll();
      try (Client client = Client.to(port)) {
        assertTrue(client.send(Runs.texts(25, 40)));
      }
      driver.crash();
      driver.recover();
      Runs.until(driver, () -> sink.records().size() >= 40);
    }
    assertEquals(Runs.texts(0, 40), received());
  }

  @Test
  void shouldRefuseEventsWhileTheLogIsFullAndTakeThemLater() {
    FlumeOptions small = OPTIONS.withLog(SMALL);
    List<String> large = IntStream.range(0, 10).mapToObj(i -> i + "-".repeat(1_000)).toList();
    try (StreamTestDriver driver = driver(small);
        Client client = Client.to(port)) {
      int taken = 0;
      while (client.send(large)) {
        taken++;
        assertTrue(taken < 10, "the log does not get full");
      }
      int before = taken;
      Runs.until(driver, () -> sink.records().size() == 10 * before);
      driver.runBatch();
      assertTrue(client.send(large));
      Runs.until(driver, () -> sink.records().size() == 10 * before + 10);
    }
  }

  @Test
  void shouldDropWhatItKnowsEvenAfterARestart() {
    FlumeOptions ids = OPTIONS.withIds("id", 20);
    try (StreamTestDriver driver = driver(ids)) {
      try (Client client = Client.to(port)) {
        assertTrue(client.send(Runs.texts(0, 10)));
        assertTrue(client.send(Runs.texts(5, 15)));
        assertTrue(client.send(List.of("00020", "00020")));
      }
      Runs.until(driver, () -> sink.records().size() >= 16);
      driver.stop();
      driver.recover();
      driver.runAll();
      try (Client client = Client.to(port)) {
        assertTrue(client.send(Runs.texts(0, 20)));
      }
      Runs.until(driver, () -> sink.records().size() >= 21);
    }
    List<String> sorted = new ArrayList<>(received());
    Collections.sort(sorted);
    assertEquals(Runs.texts(0, 21), sorted);
  }

  @Test
  void shouldForgetTheOldestIds() {
    KnownIds known = new KnownIds(2);
    List.of("a", "b", "a", "c").forEach(known::add);
    assertFalse(known.contains("a"));
    assertTrue(known.contains("b") && known.contains("c"));
  }

  @Test
  void shouldDisconnectThoseWhoSendTooMuch() {
    try (StreamTestDriver driver = driver(OPTIONS.withMaxRequestBytes(40_000))) {
      try (Client client = Client.to(port)) {
        assertTrue(client.send(List.of("-".repeat(15_000))));
        assertTrue(client.send(List.of("-".repeat(15_000))));
        assertFalse(client.send(List.of("-".repeat(21_000))));
      }
      Runs.until(driver, () -> sink.records().size() == 2);
    }
  }

  @Test
  void shouldTurnAwayMoreThanItsConnections() {
    try (StreamTestDriver driver = driver(OPTIONS.withMaxConnections(1));
        Client first = Client.to(port)) {
      assertTrue(first.send(List.of("a")));
      assertThrows(
          Exception.class,
          () ->
              org.apache.flume.api.RpcClientFactory.getDefaultInstance("127.0.0.1", port, 10)
                  .appendBatch(List.of(Client.event("b"))));
      assertTrue(first.send(List.of("c")));
      Runs.until(driver, () -> sink.records().size() == 2);
    }
  }

  @Test
  void shouldSayThatThePortIsTaken() {
    try (StreamTestDriver driver = driver(OPTIONS)) {
      MillraceException taken =
          assertThrows(
              MillraceException.class,
              () -> {
                try (StreamTestDriver other =
                    StreamTestDriver.of(
                        context ->
                            context
                                .source("in", FlumeSource.events(port, OPTIONS))
                                .to("out", new CollectingSink<>()))) {
                  other.runBatch();
                }
              });
      assertTrue(
          taken.getMessage().contains("cannot listen at 127.0.0.1:" + port), taken.getMessage());
      driver.runAll();
    }
  }

  private static FlumeEvent copy(FlumeEvent event) {
    byte[] bytes = Encoded.event(event);
    return EventCodec.decode(bytes, 0, bytes.length);
  }

  @Test
  void shouldKeepEventsAsTheyAre() {
    FlumeEvent event =
        new FlumeEvent(Map.of("höhe", "7 m", "", ""), new byte[] {0, (byte) 0xFF, 7});
    assertEquals(event, copy(event));
    FlumeEvent empty = FlumeEvent.of("");
    assertEquals(empty, copy(empty));
  }

  @Test
  void shouldCheckOptions() {
    List<Consumer<FlumeOptions>> wrong =
        List.of(
            some -> some.withBindAddress(" "),
            some -> some.withMaxConnections(0),
            some -> some.withMaxRequestBytes(1 << 30),
            some -> some.withLog(SMALL.withKeptBytes(-1)),
            some -> some.withIds("id", 0),
            some -> some.withSendEvents(0),
            some -> some.withAnswer(Duration.ZERO),
            some -> some.withPatience(Duration.ofHours(1)),
            some -> FlumeSource.events(0, some),
            some -> FlumeSink.events("a b", 1, some));
    for (Consumer<FlumeOptions> one : wrong) {
      assertThrows(ConfigurationException.class, () -> one.accept(OPTIONS));
    }
  }
}
