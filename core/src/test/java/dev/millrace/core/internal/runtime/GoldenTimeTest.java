package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.millrace.core.EventTimeKeyedDStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.alert.AlertGrouping;
import dev.millrace.core.alert.AlertRule;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.state.KeyProcess;
import dev.millrace.core.state.KeyProcessFunction;
import dev.millrace.core.state.ProcessSpec;
import dev.millrace.core.state.StateBudget;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.time.EventTime;
import dev.millrace.core.time.KeyTimer;
import dev.millrace.core.time.Timed;
import dev.millrace.core.window.EarlyFiring;
import dev.millrace.core.window.JoinInterval;
import dev.millrace.core.window.LateRecordPolicy;
import dev.millrace.core.window.SessionWindow;
import dev.millrace.core.window.SlidingWindow;
import dev.millrace.core.window.Window;
import dev.millrace.core.window.WindowOptions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * As {@link GoldenCheckpointTest}, of what goes by time: watermarks, windows, timers, joins,
 * budgets, alerts. To write one: {@code -Dgolden.time=DIRECTORY}.
 */
class GoldenTimeTest {
  private static final int RECORDS = 60;
  private static final int KEYS = 5;
  private static final int BEFORE = 6;
  private static final int AFTER = 6;
  private static final Duration LATENESS = Duration.ofMillis(120);

  private final Map<String, MemorySink<String>> sinks = new TreeMap<>();

  @TempDir Path directory;

  /** Out of order by up to 300 ms, of which 200 are waited for. */
  private static EventTime<Long> time() {
    return EventTime.<Long>ofEpochMillis(i -> i * 10 + i * 7_919 % 300)
        .withOutOfOrderness(Duration.ofMillis(200));
  }

  private static EventTimeKeyedDStream<String, Long> keyed(StreamingContext context, String name) {
    return context
        .source(name, GeneratorSource.unbounded(i -> i).withSplits(2))
        .withEventTime(time())
        .named(name + "-time")
        .keyBy(i -> "k" + i % KEYS, StateCodecs.string());
  }

  private void describe(StreamingContext context) {
    var keyed = keyed(context, "numbers");
    sums("sliding", keyed, SlidingWindow.of(Duration.ofSeconds(1), Duration.ofMillis(400)));
    sums("sessions", keyed, SessionWindow.withGap(Duration.ofMillis(80)));
    keyed
        .process(
            ProcessSpec.of(StateCodecs.int64(), new Reminders()).inTimeOrder(StateCodecs.int64()))
        .named("reminders")
        .to("reminders", sink("reminders"));
    keyed
        .intervalJoin(
            keyed(context, "others"),
            JoinInterval.of(Duration.ofMillis(-70), Duration.ofMillis(90)),
            StateCodecs.int64(),
            StateCodecs.int64())
        .named("join")
        .toPairs()
        .map(String::valueOf)
        .to("join", sink("join"));
    var plain = context.source("plain", GeneratorSource.unbounded(i -> i * 7_919 % 1_009));
    plain
        .keyBy(i -> i)
        .<Long>updateStateByKey(
            StateCodecs.int64(),
            StateCodecs.int64(),
            (values, count) -> Optional.of(count.orElse(0L) + values.size()))
        .named("budget")
        .withBudget(
            StateBudget.evicting(100 * (16 + StateBudget.KEY_BYTES)).withTtl(Duration.ofSeconds(4)))
        .toPairs()
        .map(String::valueOf)
        .to("budget", sink("budget"));
    Alerts alerts =
        Alerts.on(plain)
            .keyBy(i -> "k" + i % KEYS)
            .rule("large", AlertRule.<Long>above(Long::doubleValue, 970).withClear(900))
            .rule("silent", AlertRule.<Long>silent(Duration.ofSeconds(2)))
            .group(AlertGrouping.byRule().withDelay(Duration.ofSeconds(2)))
            .named("alerts");
    alerts.stream().map(String::valueOf).to("alerts", sink("alerts"));
    alerts.messages().map(String::valueOf).to("messages", sink("messages"));
  }

  private void sums(String name, EventTimeKeyedDStream<String, Long> keyed, Window window) {
    WindowOptions options =
        WindowOptions.defaults()
            .withLate(LateRecordPolicy.correct(LATENESS))
            .withEarly(EarlyFiring.everyBatches(2));
    keyed
        .window(window, options)
        .reduce(StateCodecs.int64(), Long::sum)
        .named(name)
        .results()
        .map(String::valueOf)
        .to(name, sink(name));
  }

  /** Counts, and says so some time after each hundredth number and a second of the clock later. */
  private static final class Reminders implements KeyProcessFunction<String, Long, Long, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public void onValue(
        String key, Timed<Long> value, KeyProcess<Long> process, Emitter<String> out)
        throws Exception {
      process.update(process.get().orElse(0L) + 1);
      if (value.value() % 10 == 0) {
        process.set(KeyTimer.atEventTime(Instant.ofEpochMilli(value.epochMillis() + 500)));
        process.set(KeyTimer.atBatchTime(Instant.ofEpochSecond(value.value() / 100 + 3)));
      }
    }

    @Override
    public void onTimer(String key, KeyTimer timer, KeyProcess<Long> process, Emitter<String> out)
        throws Exception {
      out.emit(key + " " + timer + " " + process.get());
    }
  }

  private MemorySink<String> sink(String name) {
    return sinks.computeIfAbsent(name, n -> new MemorySink<>());
  }

  private void run(Path checkpoint, int first, int count) {
    StreamingConfig config =
        StreamingConfig.named("golden-time")
            .withMaxBatchRecords(RECORDS)
            .withCheckpoint(checkpoint);
    GoldenRuns.run(config, this::describe, first, count);
  }

  @Test
  void shouldGoOnAsIfNothingHadHappened() throws IOException, URISyntaxException {
    run(directory.resolve("undisturbed"), 0, BEFORE + AFTER);
    var expected = GoldenRuns.output(sinks, BEFORE);
    expected.forEach(
        (name, batches) ->
            assertFalse(batches.values().stream().allMatch(List::isEmpty), name + " is idle"));
    sinks.clear();
    Path golden = GoldenRuns.copy("2-time", directory.resolve("golden"));
    run(golden, BEFORE, AFTER);
    assertEquals(expected, GoldenRuns.output(sinks, BEFORE));
  }

  @Test
  void shouldWriteAGoldenCheckpointWhenAsked() {
    Path target = Path.of(System.getProperty("golden.time", directory.resolve("new").toString()));
    run(target, 0, BEFORE);
    assertEquals(BEFORE - 1, CheckpointStore.open(target).newest().orElseThrow().batchId());
  }
}
