package dev.millrace.benchmarks.soak;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.function.Aggregation;
import dev.millrace.core.source.Source;
import dev.millrace.core.state.StateBudget;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateSpec;
import dev.millrace.core.time.EventTime;
import dev.millrace.core.window.TumblingWindow;
import dev.millrace.file.FileSink;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Statistic;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.stream.LearningStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Everything that keeps something, at once: state per user within a budget, windows by event time,
 * features that remember users, a learner, files.
 */
final class SoakPipeline {
  static final String STATE = "visits-per-user";
  static final String LEARNING = "buyers";

  private static final long STATE_BYTES = 1L << 19;
  private static final int REMEMBERED_USERS = 2_000;
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final long GROUPS = 100;

  private SoakPipeline() {}

  /** A visit, and which of its user's it is. */
  record Counted(Visit visit, long number) implements Serializable {}

  /** How many visits a group of users made in a window. */
  record Group(long group, long end, long visits) implements Serializable {}

  /** How good the learner is so far. */
  record Figures(long batchId, long rows, long skippedRows, long rowsLearned, double accuracy)
      implements Serializable {}

  static LearningStream<Counted> describe(
      StreamingContext context, Source<Visit> source, Path output) {
    DStream<Visit> visits = context.source("visits", source);
    writeGroups(visits, output.resolve("groups"));
    DStream<Counted> counted =
        visits
            .keyBy(Visit::user)
            .mapWithState(
                StateSpec.<Long, Visit, Long, Counted>of(
                    StateCodecs.int64(),
                    StateCodecs.int64(),
                    (user, visit, count, out) -> {
                      count.update(count.get().orElse(0L) + 1);
                      out.emit(new Counted(visit.orElseThrow(), count.get().orElseThrow()));
                    }))
            .named(STATE)
            .withBudget(StateBudget.evicting(STATE_BYTES));
    LearningStream<Counted> learning =
        LearningStream.on(
                counted,
                Features.<Counted>of()
                    .numeric("x", each -> each.visit().x())
                    .numeric("y", each -> each.visit().y())
                    .numeric("number", each -> Math.min(each.number(), 100))
                    .maxKeys(REMEMBERED_USERS)
                    .rolling(
                        "x",
                        each -> Long.toString(each.visit().user()),
                        each -> each.visit().x(),
                        3,
                        Statistic.MEAN)
                    .labelClass(each -> each.visit().bought() ? "yes" : "no", "no", "yes")
                    .build())
            .learner("logistic", new LogisticRegression(LogisticRegression.Options.defaults()))
            .evaluate(EvaluationMode.PER_BATCH, 10_000)
            .named(LEARNING);
    learning
        .metrics()
        .map(
            report ->
                new Figures(
                    report.batchId(),
                    report.rows(),
                    report.skippedRows(),
                    report.learner("logistic").rowsLearned(),
                    report.learner("logistic").cumulative().get("accuracy")))
        .to("figures", FileSink.csv(output.resolve("figures"), Figures.class));
    return learning;
  }

  private static void writeGroups(DStream<Visit> visits, Path directory) {
    visits
        .withEventTime(
            EventTime.<Visit>ofEpochMillis(Visit::millis).withOutOfOrderness(Duration.ofSeconds(1)))
        .named("time")
        .keyBy(visit -> visit.user() % GROUPS, StateCodecs.int64())
        .window(TumblingWindow.of(WINDOW))
        .aggregate(
            StateCodecs.int64(),
            Aggregation.<Visit, Long, Long>of(
                () -> 0L, (count, visit) -> count + 1, Long::sum, count -> count))
        .named("visits-per-group")
        .results()
        .map(result -> new Group(result.key(), result.end().toEpochMilli(), result.value()))
        .to("groups", FileSink.csv(directory, Group.class));
  }
}
