package dev.millrace.core.testing;

import dev.millrace.core.EventTimeKeyedDStream;
import dev.millrace.core.KeyValue;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.observe.BatchStep;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.state.KeyProcess;
import dev.millrace.core.state.KeyProcessFunction;
import dev.millrace.core.state.ProcessSpec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.time.EventTime;
import dev.millrace.core.time.KeyTimer;
import dev.millrace.core.time.Timed;
import dev.millrace.core.window.EarlyFiring;
import dev.millrace.core.window.JoinInterval;
import dev.millrace.core.window.LateRecordPolicy;
import dev.millrace.core.window.SessionWindow;
import dev.millrace.core.window.SlidingWindow;
import dev.millrace.core.window.TumblingWindow;
import dev.millrace.core.window.Window;
import dev.millrace.core.window.WindowOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Checks of whole pipelines by event time, crash and recovery in the middle. */
final class EngineTimeChecks {
  /** Keys and times, ten to a batch; those of {@code z} end what is open. */
  private static final List<KeyValue<String, Long>> RECORDS = records();

  private static final WindowOptions OPTIONS =
      new WindowOptions(
          LateRecordPolicy.correct(Duration.ofMillis(20)), EarlyFiring.everyBatches(2));

  private EngineTimeChecks() {}

  static List<Check> checks(Supplier<? extends Engine> engines) {
    return List.of(
        windows("tumbling windows", engines, TumblingWindow.of(Duration.ofMillis(20))),
        windows(
            "sliding windows",
            engines,
            SlidingWindow.of(Duration.ofMillis(20), Duration.ofMillis(5))),
        windows("session windows", engines, SessionWindow.withGap(Duration.ofMillis(7))),
        check("timers fire", engines, EngineTimeChecks::timers),
        check("values are met in time order", engines, EngineTimeChecks::inTimeOrder),
        check("streams are joined by intervals", engines, EngineTimeChecks::join));
  }

  private static List<KeyValue<String, Long>> records() {
    List<KeyValue<String, Long>> records = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      records.add(new KeyValue<>("k" + i % 4, 3L * i - (i % 3 == 0 ? 10 : 0)));
    }
    records.add(new KeyValue<>("z", 1_000L));
    return List.copyOf(records);
  }

  private static Check windows(String name, Supplier<? extends Engine> engines, Window window) {
    return check(
        name + " fire",
        engines,
        (context, sink) ->
            stream(context, "records")
                .window(window, OPTIONS)
                .group(StateCodecs.int64())
                .named("windows")
                .results()
                .map(result -> "result " + result)
                .to("out", sink));
  }

  private static EventTimeKeyedDStream<String, Long> stream(
      StreamingContext context, String source) {
    return context
        .source(source, ReplaySource.of(RECORDS))
        .withEventTime(
            EventTime.<KeyValue<String, Long>>ofEpochMillis(KeyValue::value)
                .withOutOfOrderness(Duration.ofMillis(5)))
        .named(source + "-time")
        .keyBy(KeyValue::key, StateCodecs.string())
        .mapValues(KeyValue::value);
  }

  private static void timers(StreamingContext context, MemorySink<String> sink) {
    stream(context, "records")
        .process(ProcessSpec.of(StateCodecs.int64(), new Alarms()))
        .named("process")
        .to("out", sink);
  }

  private static void inTimeOrder(StreamingContext context, MemorySink<String> sink) {
    stream(context, "records")
        .process(ProcessSpec.of(StateCodecs.int64(), new Alarms()).inTimeOrder(StateCodecs.int64()))
        .named("process")
        .to("out", sink);
  }

  private static void join(StreamingContext context, MemorySink<String> sink) {
    stream(context, "left")
        .intervalJoin(
            stream(context, "right"),
            JoinInterval.of(Duration.ofMillis(15), Duration.ofMillis(3)),
            StateCodecs.int64(),
            StateCodecs.int64())
        .named("join")
        .toPairs()
        .map(pair -> "pair " + pair)
        .to("out", sink);
  }

  /** Counts values, and says so 12 ms after each. */
  private static final class Alarms implements KeyProcessFunction<String, Long, Long, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public void onValue(
        String key, Timed<Long> value, KeyProcess<Long> process, Emitter<String> out)
        throws Exception {
      long count = process.get().orElse(0L) + 1;
      process.update(count);
      process.set(KeyTimer.atEventTime(value.time().plusMillis(12)));
      process.set(KeyTimer.atBatchTime(process.batchTime().plusMillis(1)));
      out.emit(key + value.value() + " is number " + count);
    }

    @Override
    public void onTimer(String key, KeyTimer timer, KeyProcess<Long> process, Emitter<String> out)
        throws Exception {
      out.emit(key + " at " + timer + ": " + process.get().orElseThrow());
    }
  }

  /** The engine gives what the local one gives, partition by partition and batch by batch. */
  private static Check check(
      String name,
      Supplier<? extends Engine> engines,
      BiConsumer<StreamingContext, MemorySink<String>> pipeline) {
    return new Check(
        name,
        () -> {
          StreamingConfig config =
              StreamingConfig.named("check")
                  .withMaxBatchRecords(10)
                  .withPartitions(3)
                  .withThreads(1);
          List<String> expected = run(config, pipeline, false);
          Expect.equal("results there are", true, expected.size() > 20);
          Expect.equal(
              "results",
              expected,
              run(config.withEngine(EngineProvider.shipping(engines)), pipeline, true));
        });
  }

  private static List<String> run(
      StreamingConfig config,
      BiConsumer<StreamingContext, MemorySink<String>> pipeline,
      boolean crashes) {
    MemorySink<String> sink = new MemorySink<>();
    try (StreamTestDriver driver =
        StreamTestDriver.of(config, context -> pipeline.accept(context, sink))) {
      for (int batch = 0; batch < 7; batch++) {
        driver.advance(Duration.ofMillis(1));
        if (crashes && batch == 3) {
          driver.crashAt(BatchStep.COMMIT);
          driver.recover();
        }
        driver.runBatch();
      }
    }
    return sink.records();
  }
}
