package dev.millrace.core.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.KeyValue;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.function.Aggregation;
import dev.millrace.core.observe.BatchReport;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.StreamTestDriver;
import dev.millrace.core.window.EarlyFiring;
import dev.millrace.core.window.LateRecordPolicy;
import dev.millrace.core.window.SessionWindow;
import dev.millrace.core.window.SlidingWindow;
import dev.millrace.core.window.TumblingWindow;
import dev.millrace.core.window.Window;
import dev.millrace.core.window.WindowOptions;
import dev.millrace.core.window.WindowResult;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What windows by event time give, batch by batch, and what is reported. */
class TimeWindowTest {
  private static final WindowOptions PLAIN = WindowOptions.defaults();

  private final QueueSource<Event> events = QueueSource.create(1);
  private final MemorySink<WindowResult<String, Long>> results = new MemorySink<>();
  private final MemorySink<KeyValue<String, Timed<Long>>> late = new MemorySink<>();

  private record Event(String key, long time, long value) implements Serializable {}

  private static EventTime<Event> eventTime() {
    return EventTime.ofEpochMillis(Event::time);
  }

  private StreamTestDriver driver(EventTime<Event> time, Window window, WindowOptions options) {
    return StreamTestDriver.of(
        StreamingConfig.named("test").withPartitions(1),
        context -> {
          var windows =
              context
                  .source("events", events)
                  .withEventTime(time)
                  .named("time")
                  .keyBy(Event::key, StateCodecs.string())
                  .mapValues(Event::value)
                  .window(window, options)
                  .reduce(StateCodecs.int64(), Long::sum)
                  .named("sums");
          windows.results().to("results", results);
          windows.lateRecords().to("late", late);
        });
  }

  private StreamTestDriver tens(WindowOptions options) {
    return driver(eventTime(), TumblingWindow.of(Duration.ofMillis(10)), options);
  }

  /** Of events such as {@code a3=5}: key, time, value. */
  private BatchReport batch(StreamTestDriver driver, String text) {
    for (String event : text.split(" ", 0)) {
      int equals = event.indexOf('=');
      if (equals > 0) {
        events.push(
            new Event(
                event.substring(0, 1),
                Long.parseLong(event.substring(1, equals)),
                Long.parseLong(event.substring(equals + 1))));
      }
    }
    return driver.runBatch();
  }

  /** What the newest batch gave. */
  private List<String> shown() {
    List<String> shown = new ArrayList<>();
    for (WindowResult<String, Long> result : results.batches().get(results.batches().lastKey())) {
      shown.add(
          "%s[%d,%d)=%d %s %d"
              .formatted(
                  result.key(),
                  result.start().toEpochMilli(),
                  result.end().toEpochMilli(),
                  result.value(),
                  result.firing(),
                  result.revision()));
    }
    return shown;
  }

  @Test
  void shouldFireWhenTheWatermarkReachesTheEnd() {
    try (StreamTestDriver driver = tens(PLAIN)) {
      assertEquals(
          Map.of("time", Instant.ofEpochMilli(7)), batch(driver, "a1=1 a7=2 b3=4").watermarks());
      assertEquals(List.of(), shown());
      batch(driver, "a9=8");
      assertEquals(List.of(), shown());
      batch(driver, "a10=16");
      assertEquals(List.of("a[0,10)=11 ON_TIME 0", "b[0,10)=4 ON_TIME 0"), shown());
      assertEquals(Map.of("sums", 1L), driver.stateRows());
      batch(driver, "c35=1");
      assertEquals(List.of("a[10,20)=16 ON_TIME 0"), shown());
    }
  }

  @Test
  void shouldGiveResultsInTheOrderOfTheirWindows() {
    try (StreamTestDriver driver = tens(PLAIN)) {
      batch(driver, "b15=1 a5=2 a25=4 b5=8 z40=0");
      assertEquals(
          List.of(
              "b[0,10)=8 ON_TIME 0",
              "a[0,10)=2 ON_TIME 0",
              "b[10,20)=1 ON_TIME 0",
              "a[20,30)=4 ON_TIME 0"),
          shown());
    }
  }

  @Test
  void shouldDropCountAndHandOverLateRecords() {
    try (StreamTestDriver driver = tens(PLAIN)) {
      assertEquals(Map.of("sums", 0L), batch(driver, "a25=1").lateRecords());
      assertEquals(Map.of("sums", 2L), batch(driver, "a19=1 a20=2 b3=4").lateRecords());
      assertEquals(
          List.of(
              new KeyValue<>("a", new Timed<>(19, 1L)), new KeyValue<>("b", new Timed<>(3, 4L))),
          late.records());
      batch(driver, "a30=0");
      assertEquals(List.of("a[20,30)=3 ON_TIME 0"), shown());
    }
  }

  @Test
  void shouldCorrectWithinTheAllowedLateness() {
    LateRecordPolicy policy = LateRecordPolicy.correct(Duration.ofMillis(20));
    try (StreamTestDriver driver = tens(PLAIN.withLate(policy))) {
      batch(driver, "a1=1 a12=0");
      assertEquals(List.of("a[0,10)=1 ON_TIME 0"), shown());
      batch(driver, "a2=2 a3=4 b4=1");
      assertEquals(List.of("a[0,10)=7 LATE 1", "b[0,10)=1 LATE 0"), shown());
      batch(driver, "a29=0 a5=8");
      assertEquals(List.of("a[0,10)=15 LATE 2", "a[10,20)=0 ON_TIME 0"), shown());
      batch(driver, "a30=0");
      assertEquals(Map.of("sums", 1L), batch(driver, "a6=16").lateRecords());
      assertEquals(List.of(), shown());
    }
  }

  @Test
  void shouldShowWhatIsNewAtEverySecondBatch() {
    try (StreamTestDriver driver = tens(PLAIN.withEarly(EarlyFiring.everyBatches(2)))) {
      batch(driver, "a1=1");
      assertEquals(List.of(), shown());
      batch(driver, "b1=1");
      assertEquals(List.of("b[0,10)=1 EARLY 0", "a[0,10)=1 EARLY 0"), shown());
      batch(driver, "b2=1");
      assertEquals(List.of(), shown());
      batch(driver, "");
      assertEquals(List.of("b[0,10)=2 EARLY 1"), shown());
      batch(driver, "a10=1");
      assertEquals(List.of("a[0,10)=1 ON_TIME 1", "b[0,10)=2 ON_TIME 2"), shown());
    }
  }

  @Test
  void shouldShowWhatHasEnoughRecords() {
    try (StreamTestDriver driver = tens(PLAIN.withEarly(EarlyFiring.everyRecords(3)))) {
      batch(driver, "a1=1 a1=1 b1=1");
      assertEquals(List.of(), shown());
      batch(driver, "a1=1 b1=1");
      assertEquals(List.of("a[0,10)=3 EARLY 0"), shown());
      batch(driver, "b1=1 a1=1");
      assertEquals(List.of("b[0,10)=3 EARLY 0"), shown());
    }
  }

  @Test
  void shouldPutARecordIntoAllWindowsThatSlideOverIt() {
    Window window = SlidingWindow.of(Duration.ofMillis(10), Duration.ofMillis(5));
    try (StreamTestDriver driver = driver(eventTime(), window, PLAIN)) {
      batch(driver, "a7=1 a11=2 a100=0");
      assertEquals(
          List.of("a[0,10)=1 ON_TIME 0", "a[5,15)=3 ON_TIME 0", "a[10,20)=2 ON_TIME 0"), shown());
    }
  }

  @Test
  void shouldTakeBackASessionThatGrows() {
    WindowOptions options =
        PLAIN
            .withEarly(EarlyFiring.everyBatches(1))
            .withLate(LateRecordPolicy.correct(Duration.ofMillis(50)));
    Window window = SessionWindow.withGap(Duration.ofMillis(10));
    try (StreamTestDriver driver = driver(eventTime(), window, options)) {
      batch(driver, "a1=1 a18=2");
      assertEquals(List.of("a[1,11)=1 ON_TIME 0", "a[18,28)=2 EARLY 0"), shown());
      batch(driver, "a20=4 b30=0");
      assertEquals(
          List.of("a[18,28)=2 RETRACTED 1", "a[18,30)=6 ON_TIME 0", "b[30,40)=0 EARLY 0"), shown());
      batch(driver, "a10=8");
      assertEquals(
          List.of("a[1,11)=1 RETRACTED 1", "a[18,30)=6 RETRACTED 1", "a[1,30)=15 LATE 0"), shown());
    }
  }

  @Test
  void shouldNotJoinWhatIsAGapApart() {
    Window window = SessionWindow.withGap(Duration.ofMillis(10));
    try (StreamTestDriver driver = driver(eventTime(), window, PLAIN)) {
      batch(driver, "a1=1 a11=2 a20=4 z99=0");
      assertEquals(List.of("a[1,11)=1 ON_TIME 0", "a[11,30)=6 ON_TIME 0"), shown());
    }
  }

  @Test
  void shouldWaitForTheSlowestSplitUntilItIsIdle() {
    QueueSource<Event> fast = QueueSource.create(1);
    QueueSource<Event> slow = QueueSource.create(1);
    try (StreamTestDriver driver =
        StreamTestDriver.of(
            context ->
                context
                    .source("fast", fast)
                    .union(context.source("slow", slow))
                    .withEventTime(
                        eventTime()
                            .withOutOfOrderness(Duration.ofMillis(2))
                            .withIdleAfterBatches(3)
                            .withIdleAfter(Duration.ofSeconds(10)))
                    .named("time")
                    .window(TumblingWindow.of(Duration.ofMillis(10)))
                    .aggregate(StateCodecs.int64(), count())
                    .named("counts")
                    .results()
                    .map(result -> result.start() + " " + result.value())
                    .to("results", new MemorySink<>()))) {
      fast.push(new Event("a", 50, 1));
      slow.push(new Event("a", 4, 1));
      assertEquals(Map.of("time", Instant.ofEpochMilli(2)), driver.runBatch().watermarks());
      fast.push(new Event("a", 60, 1));
      assertEquals(Map.of("time", Instant.ofEpochMilli(2)), driver.runBatch().watermarks());
      driver.crash();
      driver.recover();
      fast.push(new Event("a", 61, 1));
      assertEquals(Map.of("time", Instant.ofEpochMilli(2)), driver.runBatch().watermarks());
      assertEquals(Map.of("time", Instant.ofEpochMilli(59)), driver.runBatch().watermarks());
      slow.push(new Event("a", 62, 1));
      assertEquals(Map.of("time", Instant.ofEpochMilli(59)), driver.runBatch().watermarks());
      slow.push(new Event("a", 70, 1));
      driver.advance(Duration.ofSeconds(11));
      assertEquals(Map.of("time", Instant.ofEpochMilli(68)), driver.runBatch().watermarks());
    }
  }

  private static Aggregation<Object, Long, Long> count() {
    return Aggregation.of(() -> 0L, (count, value) -> count + 1, Long::sum, count -> count);
  }

  @Test
  void shouldBelieveAPolicyOfOnesOwn() {
    EventTime<Event> time =
        eventTime()
            .withWatermarks((event, at) -> event.key().equals("m") ? at : WatermarkPolicy.NOTHING);
    try (StreamTestDriver driver = driver(time, TumblingWindow.of(Duration.ofMillis(10)), PLAIN)) {
      assertEquals(Map.of(), batch(driver, "a50=1").watermarks());
      assertEquals(Map.of("time", Instant.ofEpochMilli(60)), batch(driver, "m60=0").watermarks());
      assertEquals(List.of("a[50,60)=1 ON_TIME 0"), shown());
    }
  }

  @Test
  void shouldAskForNames() {
    String message =
        assertThrows(
                ConfigurationException.class,
                () ->
                    StreamTestDriver.of(
                        (StreamingContext context) ->
                            context
                                .source("events", events)
                                .withEventTime(eventTime())
                                .window(TumblingWindow.of(Duration.ofMillis(10)))
                                .reduce(StateCodecs.record(Event.class), (a, b) -> b)
                                .results()
                                .to("out", new MemorySink<>())))
            .getMessage();
    assertTrue(message.contains("withEventTime, window"), message);
  }

  @Test
  void shouldRefuseWindowsThatMakeNoSense() {
    assertThrows(ConfigurationException.class, () -> TumblingWindow.of(Duration.ZERO));
    assertThrows(ConfigurationException.class, () -> TumblingWindow.of(Duration.ofNanos(1)));
    assertThrows(
        ConfigurationException.class,
        () -> SlidingWindow.of(Duration.ofMillis(1), Duration.ofMillis(2)));
    assertThrows(ConfigurationException.class, () -> SessionWindow.withGap(Duration.ofMillis(-1)));
    assertThrows(
        ConfigurationException.class, () -> LateRecordPolicy.correct(Duration.ofMillis(-1)));
    assertThrows(ConfigurationException.class, () -> new EarlyFiring(-1, 0));
    assertThrows(
        ConfigurationException.class, () -> eventTime().withOutOfOrderness(Duration.ofMillis(-1)));
    assertThrows(ConfigurationException.class, () -> eventTime().withIdleAfter(Duration.ZERO));
    assertThrows(ConfigurationException.class, () -> eventTime().withIdleAfterBatches(-1));
  }

  @Test
  void shouldNameTheOperatorOfATimeThatIsNone() {
    try (StreamTestDriver driver = tens(PLAIN)) {
      events.push(new Event("a", Long.MAX_VALUE, 1));
      String message = assertThrows(RuntimeException.class, driver::runBatch).getMessage();
      assertTrue(message.contains("operator 'time' (withEventTime)"), message);
    }
  }
}
