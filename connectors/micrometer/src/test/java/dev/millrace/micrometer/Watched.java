package dev.millrace.micrometer;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.alert.AlertRule;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.alert.Severity;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.testing.ReplaySource;
import dev.millrace.core.time.EventTime;
import dev.millrace.core.window.TumblingWindow;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.stream.LearningStream;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A pipeline that has something of everything to measure, and its metrics. */
final class Watched {
  static final int ROWS = 1_000;
  static final int BATCH = 100;

  record Event(String key, double x, long time) {
    String verdict() {
      return x > 0.2 ? "yes" : "no";
    }
  }

  private Watched() {}

  static StreamingConfig config() {
    return StreamingConfig.named("watched").withMaxBatchRecords(BATCH).withThreads(1);
  }

  private static List<Event> events(int keys) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double x = i % 50 == 49 ? Double.NaN : Math.sin(i);
      events.add(new Event("key " + i % keys, x, i % 97 == 96 ? 0 : i * 1_000L));
    }
    return events;
  }

  /** Describes it; every row of {@code keys} keys is alerted of once. */
  static void describe(StreamingContext context, MeterRegistry registry, int keys) {
    context.deadLetters(new MemorySink<>());
    DStream<Event> events = context.source("events", ReplaySource.of(events(keys)));
    LearningStream<Event> learning =
        LearningStream.on(
                events,
                Features.<Event>of()
                    .numeric("x", Event::x)
                    .labelClass(Event::verdict, "no", "yes")
                    .build())
            .learner("champion", new LogisticRegression(LogisticRegression.Options.defaults()))
            .learner("majority", new MajorityClass(2))
            .evaluate(EvaluationMode.PER_BATCH, 200)
            .named("verdicts");
    events
        .withEventTime(EventTime.ofEpochMillis(Event::time))
        .named("time")
        .keyBy(Event::key, StateCodecs.string())
        .mapValues(event -> 1L)
        .window(TumblingWindow.of(Duration.ofMinutes(1)))
        .reduce(StateCodecs.int64(), Long::sum)
        .named("per-minute")
        .results()
        .to("counts", new MemorySink<>());
    Alerts alerts =
        Alerts.on(events)
            .keyBy(Event::key)
            .rule("seen", AlertRule.<Event>atLeast(1, event -> true, Duration.ofDays(1)))
            .rule("high", AlertRule.<Event>above(Event::x, 0.9).withSeverity(Severity.CRITICAL))
            .named("watch");
    context.listen(PipelineMetrics.of(registry).withLearning(learning).withAlerts(alerts));
  }
}
