package dev.millrace.notebooks.weblog;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.alert.Alert;
import dev.millrace.core.alert.AlertRule;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.function.Aggregation;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.time.EventTime;
import dev.millrace.core.window.TumblingWindow;
import dev.millrace.file.FileSink;
import dev.millrace.file.FileSource;
import dev.millrace.file.WebLogEntry;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.catalog.LearnerChanges;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.notebooks.Example;
import dev.millrace.notebooks.ExampleProgram;
import dev.millrace.notebooks.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A web server's log: what each part of the site had to do, hour by hour of the requests' own
 * times, which come out of order, and incidents by a rule on that; an alert in the very batch in
 * which too many requests fail; and which requests are likely to.
 */
public final class WebLogPipeline implements Example {
  private static final ExampleProgram PROGRAM =
      new ExampleProgram("weblog", "access.log.gz", WebLogPipeline::new);

  private final LearningStream<WebLogEntry> failures;
  private final ErrorAlarm alarm = new ErrorAlarm();
  private final Alerts sections;

  /** Describes the pipeline; {@code context.start()} starts it. */
  public WebLogPipeline(StreamingContext context, Path input, Path output) {
    this(context, input, output, LearnerChanges.none());
  }

  /**
   * Describes it with other hyper-parameters.
   *
   * @param changes hyper-parameters to try out
   */
  public WebLogPipeline(StreamingContext context, Path input, Path output, LearnerChanges changes) {
    DStream<WebLogEntry> entries = context.source("log", FileSource.webLog(input));

    entries
        .process(() -> alarm)
        .named("alarm")
        .to("alerts", FileSink.csv(output.resolve("alerts"), ErrorAlarm.Alert.class));

    DStream<Load> hours =
        entries
            .withEventTime(
                EventTime.<WebLogEntry>of(WebLogEntry::time)
                    .withOutOfOrderness(Duration.ofHours(1)))
            .named("clock")
            .keyBy(Site::section, StateCodecs.string())
            .window(TumblingWindow.of(Duration.ofHours(1)))
            .aggregate(
                StateCodecs.record(Load.Sum.class),
                Aggregation.of(Load.Sum::none, Load.Sum::with, Load.Sum::plus, sum -> sum))
            .named("hours")
            .results()
            .map(Load::of);
    hours.to("hours", FileSink.csv(output.resolve("hours"), Load.class));
    sections =
        Alerts.on(hours.withEventTime(EventTime.of(Load::start)).named("hour-clock"))
            .keyBy(Load::section)
            .rule("errors", AlertRule.<Load>above(Load::errorRate, 0.08).withClear(0.05))
            .named("sections");
    sections.stream().to("incidents", FileSink.csv(output.resolve("incidents"), Alert.class));

    failures =
        LearningStream.on(entries, FailureLearners.features())
            .learner("logistic-regression", FailureLearners.logisticRegression())
            .learner("majority-class", new MajorityClass(2))
            .evaluate(EvaluationMode.PER_ROW, 1000)
            .changing(changes)
            .named("failures");
    failures
        .predictions()
        .map(Answer::of)
        .to("predictions", FileSink.csv(output.resolve("predictions"), Answer.class));
    context.deadLetters(FileSink.csv(output.resolve("dead-letters"), DeadLetter.class));
  }

  @Override
  public List<PredictorModel> models() {
    return List.of(PredictorModel.of(failures.predictor("logistic-regression")));
  }

  @Override
  public List<LearningStream<?>> learning() {
    return List.of(failures);
  }

  @Override
  public List<Alerts> alerts() {
    return List.of(sections);
  }

  @Override
  public Summary summary() {
    return new Summary(
        failures.report().rows(),
        Map.of("alerts", (double) alarm.alerts(), "errorRate", alarm.rate()),
        List.of("rocAuc", "prAuc", "logLoss"),
        failures.report().learners().stream().map(Summary.Learner::of).toList(),
        List.of(
            String.format(
                Locale.ROOT,
                "%,d batches had more errors than chance explains; %.1f %% are normal now.",
                alarm.alerts(),
                100 * alarm.rate()),
            "Times are jumbled within each hour of this log: hours close an hour later."));
  }

  /** Runs it once over the shipped data, or over the file that is named. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println(PROGRAM.resume(args));
  }
}
