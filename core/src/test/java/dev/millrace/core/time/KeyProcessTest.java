package dev.millrace.core.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.QueueSource;
import dev.millrace.core.state.KeyProcess;
import dev.millrace.core.state.KeyProcessFunction;
import dev.millrace.core.state.ProcessSpec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.StreamTestDriver;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Timers of keys: when they fire, in which order, and that they outlive a crash. */
class KeyProcessTest {
  private final QueueSource<Order> orders = QueueSource.create(1);
  private final MemorySink<String> results = new MemorySink<>();

  /** What is to be done for a key at an event time. */
  private record Order(String key, long time, String command) implements Serializable {}

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  /** Commands: {@code e5} and {@code b5} set timers, {@code -e5} cancels, others are kept. */
  private static final class Alarms implements KeyProcessFunction<String, String, String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public void onValue(
        String key, Timed<String> value, KeyProcess<String> process, Emitter<String> out)
        throws Exception {
      String command = value.value();
      if (command.startsWith("-")) {
        process.cancel(timer(command.substring(1)));
      } else if (command.matches("[eb]\\d+")) {
        process.set(timer(command));
      } else if (command.equals("fail")) {
        throw new IllegalStateException("as told");
      } else {
        process.update(process.get().orElse("") + command);
      }
      out.emit(key + value.epochMillis() + " " + command);
    }

    @Override
    public void onTimer(String key, KeyTimer timer, KeyProcess<String> process, Emitter<String> out)
        throws Exception {
      String kept = process.get().orElse("-");
      long time = timer.time().toEpochMilli();
      out.emit(
          key + "!" + (timer.kind() == KeyTimer.Kind.EVENT_TIME ? "e" : "b") + time + " " + kept);
      switch (kept) {
        case "again" -> process.set(KeyTimer.atEventTime(at(time + 10)));
        case "same" -> process.set(timer);
        case "over" -> process.remove();
        default -> {}
      }
    }

    private static KeyTimer timer(String text) {
      Instant time = at(Long.parseLong(text.substring(1)));
      return text.startsWith("e") ? KeyTimer.atEventTime(time) : KeyTimer.atBatchTime(time);
    }
  }

  private StreamTestDriver driver(ProcessSpec<String, String, String, String> spec) {
    return StreamTestDriver.of(
        StreamingConfig.named("test").withPartitions(1),
        context ->
            context
                .source("orders", orders)
                .withEventTime(EventTime.ofEpochMillis(Order::time))
                .named("time")
                .keyBy(Order::key, StateCodecs.string())
                .mapValues(Order::command)
                .process(spec)
                .named("alarms")
                .to("out", results));
  }

  private StreamTestDriver driver() {
    return driver(ProcessSpec.of(StateCodecs.string(), new Alarms()));
  }

  /** Of orders such as {@code a3:e5}: key, time, command. */
  private List<String> batch(StreamTestDriver driver, String text) {
    for (String order : text.split(" ", 0)) {
      int colon = order.indexOf(':');
      if (colon > 0) {
        orders.push(
            new Order(
                order.substring(0, 1),
                Long.parseLong(order.substring(1, colon)),
                order.substring(colon + 1)));
      }
    }
    driver.runBatch();
    return results.batches().get(results.batches().lastKey());
  }

  @Test
  void shouldFireInTheOrderOfTimeThenOfKeys() {
    try (StreamTestDriver driver = driver()) {
      batch(driver, "b0:e30 a0:e10 a0:e30 a0:e20 b0:e10 c0:e25");
      assertEquals(Map.of("alarms", 3L), driver.stateRows());
      assertEquals(
          List.of("z30 go", "b!e10 -", "a!e10 -", "a!e20 -", "c!e25 -", "b!e30 -", "a!e30 -"),
          batch(driver, "z30:go"));
      assertEquals(Map.of("alarms", 1L), driver.stateRows());
      assertEquals(List.of("z99 go"), batch(driver, "z99:go"));
    }
  }

  @Test
  void shouldFireOnceAndNotWhenCancelled() {
    try (StreamTestDriver driver = driver()) {
      batch(driver, "a0:e10 a0:e10 a0:e12 b0:e10");
      assertEquals(
          List.of("b1 -e10", "a1 -e12", "z20 go", "a!e10 -"),
          batch(driver, "b1:-e10 a1:-e12 z20:go"));
    }
  }

  @Test
  void shouldFireByBatchTimeToo() {
    try (StreamTestDriver driver = driver()) {
      batch(driver, "a0:b5000 a0:e10 b0:b4000");
      driver.advance(Duration.ofSeconds(4));
      assertEquals(List.of("b!b4000 -"), batch(driver, ""));
      driver.advance(Duration.ofSeconds(2));
      assertEquals(List.of("z10 go", "a!e10 -", "a!b5000 -"), batch(driver, "z10:go"));
    }
  }

  @Test
  void shouldLetATimerSetOthers() {
    try (StreamTestDriver driver = driver()) {
      batch(driver, "a0:again a0:e10");
      assertEquals(
          List.of("z35 go", "a!e10 again", "a!e20 again", "a!e30 again"), batch(driver, "z35:go"));
      assertEquals(List.of("z40 go", "a!e40 again"), batch(driver, "z40:go"));
    }
  }

  @Test
  void shouldLetATimerForTheSameTimeWaitForTheNextBatch() {
    try (StreamTestDriver driver = driver()) {
      batch(driver, "a0:same a0:e10");
      assertEquals(List.of("z35 go", "a!e10 same"), batch(driver, "z35:go"));
      assertEquals(List.of("a!e10 same"), batch(driver, ""));
    }
  }

  @Test
  void shouldForgetAKeyThatHasNeitherStateNorTimers() {
    try (StreamTestDriver driver = driver()) {
      batch(driver, "a0:over a0:e10");
      batch(driver, "a10:-e99");
      assertEquals(Map.of("alarms", 0L), driver.stateRows());
    }
  }

  @Test
  void shouldKeepTimersOverACrash() {
    try (StreamTestDriver driver = driver()) {
      batch(driver, "a0:x a0:e10 b0:b1000");
      driver.crash();
      driver.recover();
      driver.advance(Duration.ofSeconds(1));
      assertEquals(List.of("z10 go", "a!e10 x", "b!b1000 -"), batch(driver, "z10:go"));
    }
  }

  @Test
  void shouldMeetValuesInTheOrderOfTheirTimes() {
    try (StreamTestDriver driver =
        driver(
            ProcessSpec.of(StateCodecs.string(), new Alarms()).inTimeOrder(StateCodecs.string()))) {
      assertEquals(List.of("a5 x", "b7 x"), batch(driver, "b7:x a9:y a5:x a9:e12"));
      driver.crash();
      driver.recover();
      assertEquals(
          List.of("a9 y", "a9 e12", "a11 z", "a!e12 xyz", "a12 w"),
          batch(driver, "a12:w a11:z z20:go"));
      assertEquals(List.of("a3 late", "z20 go"), batch(driver, "a3:late z21:go"));
    }
  }

  @Test
  void shouldNameTheOperatorThatFails() {
    try (StreamTestDriver driver = driver()) {
      String message =
          assertThrows(RuntimeException.class, () -> batch(driver, "a0:fail")).getMessage();
      assertTrue(message.contains("operator 'alarms' (process by key)"), message);
    }
  }
}
