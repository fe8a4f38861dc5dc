package dev.millrace.core.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.testing.ShippingEngine;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.time.EventTime;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlertsTest {
  record Trade(String symbol, double price, long time) implements Serializable {}

  private static Duration seconds(double value) {
    return Duration.ofMillis((long) (value * 1_000));
  }

  /** One rule over trades by symbol, in batch time. */
  private static final class Play implements AutoCloseable {
    private final QueueSource<Trade> trades = QueueSource.create(2);
    private final MemorySink<Alert> alerts = new MemorySink<>();
    private final MemorySink<AlertMessage> messages = new MemorySink<>();
    private final StreamTestDriver driver;

    Play(AlertRule<Trade> rule) {
      this(builder -> builder.rule("rule", rule), AlertGrouping.byRule());
    }

    Play(UnaryOperator<Alerts.Builder<Trade>> rules, AlertGrouping grouping) {
      driver =
          StreamTestDriver.of(
              context -> {
                Alerts described =
                    rules
                        .apply(Alerts.on(context.source("trades", trades)).keyBy(Trade::symbol))
                        .group(grouping)
                        .named("alerts");
                described.stream().to("alerts", alerts);
                described.messages().to("messages", messages);
              });
    }

    /** A batch, a second later; {@code "a 3"} is a trade of symbol a at price 3. */
    Play batch(String... values) {
      return batchAfter(1, values);
    }

    Play batchAfter(double seconds, String... values) {
      driver.advance(seconds(seconds));
      for (String value : values) {
        String[] parts = value.split(" ", 2);
        trades.push(new Trade(parts[0], Double.parseDouble(parts[1]), 0));
      }
      driver.runBatch();
      return this;
    }

    /** {@code "a FIRING 2.0"}: key, state and second. */
    List<String> told() {
      return alerts.records().stream()
          .map(alert -> alert.key() + " " + alert.state() + " " + alert.time().toEpochMilli() / 1e3)
          .toList();
    }

    @Override
    public void close() {
      driver.close();
    }
  }

  @Test
  void shouldFireAboveAndClearBelowAnotherLevel() {
    try (Play play = new Play(AlertRule.<Trade>above(Trade::price, 10).withClear(5))) {
      play.batch("a 9.9", "b 1").batch("a 10", "b 4").batch("a 5").batch("a 4.9").batch("a 11");
      assertEquals(List.of("a FIRING 2.0", "a RESOLVED 4.0", "a FIRING 5.0"), play.told());
      Alert resolved = play.alerts.records().get(1);
      assertEquals(Instant.ofEpochSecond(2), resolved.since());
      assertEquals(4.9, resolved.level());
      assertEquals(10, resolved.limit());
      assertEquals("value is 4.9, cleared at 5", resolved.text());
      assertEquals(play.alerts.records().get(0).incident(), resolved.incident());
      assertNotEquals(play.alerts.records().get(0).id(), resolved.id());
      assertNotEquals(play.alerts.records().get(2).incident(), resolved.incident());
    }
  }

  @Test
  void shouldFireBelow() {
    try (Play play = new Play(AlertRule.<Trade>below(Trade::price, 3).withClear(4))) {
      play.batch("a 3.1").batch("a 3").batch("a 4").batch("a 4.1");
      assertEquals(List.of("a FIRING 2.0", "a RESOLVED 4.0"), play.told());
    }
  }

  @Test
  void shouldLeaveAKeyInPeaceThenFireIfItIsStillBeyond() {
    try (Play play = new Play(AlertRule.<Trade>above(Trade::price, 10).withCoolDown(seconds(5)))) {
      play.batch("a 11").batch("a 1").batch("a 12", "b 12").batch().batch();
      assertEquals(List.of("a FIRING 1.0", "a RESOLVED 2.0", "b FIRING 3.0"), play.told());
      play.batch();
      assertEquals("a FIRING 6.0", play.told().get(3));
      play.batch("a 1", "b 1").batchAfter(5).batchAfter(5);
      assertEquals(6, play.told().size());
      assertEquals(0, play.driver.stateRows().get("alerts"), "nothing left to remember");
    }
  }

  @Test
  void shouldFireAgainAfterTrembling() {
    try (Play play = new Play(AlertRule.<Trade>above(Trade::price, 10))) {
      play.batch("a 11", "b 0", "a 1", "b 0", "a 11").batchAfter(0.001);
      assertEquals(List.of("a FIRING 1.0", "a RESOLVED 1.0", "a FIRING 1.001"), play.told());
    }
  }

  @Test
  void shouldFireOnTheRateOfChange() {
    try (Play play = new Play(AlertRule.<Trade>rising(Trade::price, 2, seconds(3)).withClear(1))) {
      play.batch("a 0").batch("a 1.5").batch("a 5");
      assertEquals(List.of("a FIRING 3.0"), play.told());
      assertEquals(2.5, play.alerts.records().get(0).level());
      assertEquals("rises by 2.5 a second, limit 2", play.alerts.records().get(0).text());
      play.batch("a 5.4").batchAfter(10);
      assertEquals(List.of("a FIRING 3.0", "a RESOLVED 5.0"), play.told());
      assertEquals(0, play.driver.stateRows().get("alerts"));
    }
  }

  @Test
  void shouldFireOnAFallFromTheBest() {
    try (Play play = new Play(AlertRule.<Trade>fallen(Trade::price, 0.1, seconds(60)))) {
      play.batch("a 0.8").batch("a 0.9").batch("a 0.85").batch("a 0.79").batch("a 0.88");
      assertEquals(List.of("a FIRING 4.0", "a RESOLVED 5.0"), play.told());
    }
  }

  @Test
  void shouldCountWithinAWindow() {
    try (Play play =
        new Play(AlertRule.<Trade>atLeast(3, trade -> trade.price() > 1, seconds(10)))) {
      play.batch("a 2", "a 1", "a 0").batch("a 2").batch("b 2", "a 3").batch();
      assertEquals(List.of("a FIRING 3.0"), play.told());
      play.batchAfter(7);
      assertEquals(List.of("a FIRING 3.0", "a RESOLVED 11.0"), play.told());
      assertEquals("3 or more in the last 10s", play.alerts.records().get(0).text());
      assertEquals("down to 2 in the last 10s", play.alerts.records().get(1).text());
    }
  }

  @Test
  void shouldSayWhetherSomethingHappens() {
    try (Play play = new Play(AlertRule.<Trade>atLeast(1, trade -> true, seconds(60)))) {
      play.batch("a 2").batchAfter(70);
      assertEquals(
          List.of("has happened in the last 1m", "has not happened for 1m"),
          play.alerts.records().stream().map(Alert::text).toList());
    }
  }

  @Test
  void shouldTellOfSilenceUnderTheMomentAtWhichItBegan() {
    try (Play play = new Play(AlertRule.<Trade>silent(seconds(5)))) {
      play.batch("a 1", "b 1").batchAfter(4, "b 1").batchAfter(3).batchAfter(22, "b 1");
      assertEquals(
          Set.of("a FIRING 6.0", "b FIRING 10.0", "b RESOLVED 30.0"), new HashSet<>(play.told()));
      assertEquals(3, play.told().size());
    }
  }

  @Test
  void shouldForgetKeysThatAreGone() {
    try (Play play = new Play(AlertRule.<Trade>silent(seconds(5)).withForgetAfter(seconds(20)))) {
      play.batch("a 1").batchAfter(6).batchAfter(20);
      assertEquals(List.of("a FIRING 6.0", "a RESOLVED 21.0"), play.told());
      assertEquals("nothing has come for a while", play.alerts.records().get(1).text());
      assertEquals(0, play.driver.stateRows().get("alerts"));
    }
  }

  @Test
  void shouldTellAlertsOfABatchInOneMessage() {
    AlertRule<Trade> high = AlertRule.<Trade>above(Trade::price, 10);
    try (Play play =
        new Play(
            rules ->
                rules
                    .rule("high", high)
                    .rule(
                        "huge",
                        AlertRule.<Trade>above(Trade::price, 100).withSeverity(Severity.CRITICAL)),
            AlertGrouping.byRule())) {
      play.batch("a 11", "b 12", "c 1").batch("a 200");
      List<AlertMessage> messages = play.messages.records();
      assertEquals(List.of("high", "huge"), messages.stream().map(AlertMessage::group).toList());
      assertEquals("WARNING alerts [high]: 2 firing, 0 resolved", messages.get(0).title());
      assertEquals(Severity.CRITICAL, messages.get(1).severity());
      assertTrue(messages.get(1).title().startsWith("CRITICAL FIRING huge [a]: value is 200"));
    }
  }

  @Test
  void shouldWaitForMoreAlertsOfTheGroup() {
    try (Play play =
        new Play(
            rules -> rules.rule("high", AlertRule.<Trade>above(Trade::price, 10)),
            AlertGrouping.together().withDelay(seconds(3)))) {
      play.batch("a 11").batch("b 11").batch("a 1");
      assertEquals(List.of(), play.messages.records());
      play.batch("c 11").batch("d 11");
      assertEquals(1, play.messages.records().size());
      assertEquals(
          List.of("a", "b", "a", "c"),
          play.messages.records().get(0).alerts().stream().map(Alert::key).toList());
      assertEquals(Instant.ofEpochSecond(4), play.messages.records().get(0).time());
    }
  }

  @Test
  void shouldBoundAMessage() {
    try (Play play = new Play(AlertRule.<Trade>above(Trade::price, 10))) {
      String[] rows = new String[MessageFunction.MOST + 7];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = "key" + i + " 11";
      }
      play.batch(rows);
      AlertMessage message = play.messages.records().get(0);
      assertEquals(MessageFunction.MOST, message.alerts().size());
      assertEquals(7, message.omitted());
      assertTrue(message.title().endsWith("7 more"), message.title());
    }
  }

  private static List<Trade> randomTrades() {
    Random random = new Random(7);
    List<Trade> trades = new ArrayList<>();
    long time = 0;
    for (int i = 0; i < 400; i++) {
      time += random.nextInt(900);
      double price = 10 + 6 * Math.sin(i / 7.0) + random.nextDouble();
      trades.add(new Trade("s" + random.nextInt(4), price, time));
    }
    return trades;
  }

  private static Alerts byEventTime(DStream<Trade> trades) {
    return Alerts.on(trades.withEventTime(EventTime.ofEpochMillis(Trade::time)).named("time"))
        .keyBy(Trade::symbol)
        .rule("high", AlertRule.<Trade>above(Trade::price, 15).withClear(12))
        .rule("fast", AlertRule.<Trade>rising(Trade::price, 1, seconds(20)))
        .rule("many", AlertRule.<Trade>atLeast(8, trade -> true, seconds(10)))
        .rule("silent", AlertRule.<Trade>silent(seconds(6)).withCoolDown(seconds(30)))
        .group(AlertGrouping.byKey())
        .named("alerts");
  }

  private static <R> List<R> run(int batch, Function<MemorySink<Alert>, List<R>> result) {
    MemorySink<Alert> alerts = new MemorySink<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            StreamingConfig.named("test").withMaxBatchRecords(batch),
            context ->
                byEventTime(context.source("trades", ReplaySource.of(randomTrades()))).stream()
                    .to("alerts", alerts))) {
      driver.runAll();
    }
    return result.apply(alerts);
  }

  private static List<String> ids(MemorySink<Alert> alerts) {
    return alerts.records().stream().map(alert -> alert.id() + alert).sorted().toList();
  }

  @Test
  void shouldNotDependOnBatchesByEventTime() {
    List<String> whole = run(1_000, AlertsTest::ids);
    assertTrue(whole.size() > 30, whole.size() + " alerts");
    assertEquals(whole, run(1, AlertsTest::ids));
    assertEquals(whole, run(17, AlertsTest::ids));
  }

  /** A crash at any step, twice: the same alerts, each once, with the same ids. */
  @ParameterizedTest
  @EnumSource(BatchStep.class)
  void shouldNeitherLoseNorInventAlertsWhereverItCrashes(BatchStep step) {
    List<Alert> expected = run(20, MemorySink::records);
    MemorySink<Alert> alerts = new MemorySink<>();
    MemorySink<AlertMessage> messages = new MemorySink<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            StreamingConfig.named("test").withMaxBatchRecords(20),
            context -> {
              Alerts all = byEventTime(context.source("trades", ReplaySource.of(randomTrades())));
              all.stream().to("alerts", alerts);
              all.messages().to("messages", messages);
            })) {
      driver.crashAt(step, 5);
      driver.recover();
      driver.crashAt(step, 7);
      driver.recover();
      driver.runAll();
    }
    assertEquals(expected, alerts.records());
    Set<String> told = new HashSet<>();
    messages.records().forEach(message -> message.alerts().forEach(alert -> told.add(alert.id())));
    assertEquals(expected.size(), told.size());
  }

  /** Rules, readings and alerts go to other machines and back. */
  @Test
  void shouldTellTheSameWhereFunctionsTravel() {
    MemorySink<Alert> alerts = new MemorySink<>();
    MemorySink<AlertMessage> messages = new MemorySink<>();
    StreamingConfig config =
        StreamingConfig.named("test")
            .withMaxBatchRecords(100)
            .withEngine(ShippingEngine.provider(2));
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            config,
            context -> {
              Alerts all = byEventTime(context.source("trades", ReplaySource.of(randomTrades())));
              all.stream().to("alerts", alerts);
              all.messages().to("messages", messages);
            })) {
      driver.runAll();
    }
    assertEquals(run(100, AlertsTest::ids), ids(alerts));
    assertTrue(messages.records().size() > 10);
  }

  @Test
  void shouldGoOnWhenRulesComeAndGo() {
    QueueSource<Trade> trades = QueueSource.create();
    MemorySink<Alert> alerts = new MemorySink<>();
    List<String> rules = new ArrayList<>(List.of("old", "kept"));
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            context -> {
              var builder = Alerts.on(context.source("trades", trades));
              rules.forEach(name -> builder.rule(name, AlertRule.<Trade>above(Trade::price, 10)));
              builder.named("alerts").stream().to("alerts", alerts);
            })) {
      trades.push(new Trade("a", 11, 0));
      driver.runBatch();
      driver.stop();
      rules.set(0, "new");
      driver.recover();
      driver.advance(seconds(1));
      trades.push(new Trade("a", 12, 0));
      driver.runBatch();
      trades.push(new Trade("a", 1, 0));
      driver.runBatch();
    }
    assertEquals(
        List.of("old", "kept", "new", "new", "kept"),
        alerts.records().stream().map(Alert::rule).toList());
  }

  @Test
  void shouldRefuseWhatCannotBeMeant() {
    assertThrows(
        ConfigurationException.class, () -> AlertRule.<Trade>above(Trade::price, 5).withClear(6));
    assertThrows(
        ConfigurationException.class, () -> AlertRule.<Trade>below(Trade::price, 5).withClear(4));
    assertThrows(
        ConfigurationException.class, () -> AlertRule.<Trade>above(Trade::price, Double.NaN));
    assertThrows(
        ConfigurationException.class, () -> AlertRule.<Trade>atLeast(0, t -> true, seconds(1)));
    assertThrows(ConfigurationException.class, () -> AlertRule.<Trade>silent(Duration.ZERO));
    assertThrows(
        ConfigurationException.class, () -> AlertGrouping.byKey().withDelay(Duration.ofDays(2)));
    var builder =
        Alerts.on(
            StreamingContext.create(StreamingConfig.named("none"))
                .source("trades", ReplaySource.of(List.<Trade>of())));
    assertThrows(ConfigurationException.class, () -> builder.named("none"));
    assertThrows(
        ConfigurationException.class,
        () -> builder.rule("two\nlines", AlertRule.<Trade>silent(seconds(1))));
    builder.rule("silent", AlertRule.<Trade>silent(seconds(1)));
    assertThrows(
        ConfigurationException.class,
        () -> builder.rule("silent", AlertRule.<Trade>silent(seconds(2))));
  }
}
