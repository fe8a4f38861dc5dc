package dev.millrace.notebooks.weblog;

import dev.millrace.core.DStream;
import dev.millrace.core.EventTimeDStream;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.alert.Alert;
import dev.millrace.core.alert.AlertRule;
import dev.millrace.core.alert.Alerts;
import dev.millrace.core.alert.Severity;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.time.EventTime;
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

/**
 * A web server's log: what each path and each section of the site had to do, window by window of
 * the requests' own times, how long answers took if the log tells, and incidents by rules on that;
 * an alert in the very batch in which more requests fail than normally do; and which are likely to.
 */
public final class WebLogPipeline implements Example {
  private static final ExampleProgram PROGRAM =
      new ExampleProgram("weblog", "access-timed.log.gz", WebLogPipeline::new);

  private final LearningStream<WebLogEntry> failures;
  private final ErrorMeter meter = new ErrorMeter();
  private final Latencies latencies = new Latencies();
  private final Alerts alarm;
  private final Alerts incidents;

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
    this(context, input, output, Duration.ofMinutes(1), changes);
  }

  /**
   * Describes it with windows of another length.
   *
   * @param window how long windows are, and how much later than its time a line may come
   */
  public WebLogPipeline(
      StreamingContext context, Path input, Path output, Duration window, LearnerChanges changes) {
    DStream<WebLogEntry> entries = context.source("log", FileSource.lines(input, new AccessLog()));

    DStream<ErrorMeter.Errors> errors = entries.process(() -> meter).named("error-meter");
    errors.to("errors", FileSink.csv(output.resolve("errors"), ErrorMeter.Errors.class));
    alarm =
        Alerts.on(errors.withEventTime(ErrorMeter.Errors.clock()).named("error-clock"))
            .rule(
                "too many errors",
                AlertRule.above(ErrorMeter.Errors::deviations, ErrorMeter.TOO_MANY)
                    .withClear(1)
                    .withSeverity(Severity.CRITICAL))
            .named("unusual-errors");

    EventTimeDStream<WebLogEntry> timed =
        entries
            .process(() -> latencies)
            .named("latencies")
            .withEventTime(EventTime.<WebLogEntry>of(WebLogEntry::time).withOutOfOrderness(window))
            .named("clock");
    Load.of(timed, Site::page, window, "paths")
        .to("paths", FileSink.csv(output.resolve("paths"), Load.class));
    DStream<Load> sections = Load.of(timed, Site::section, window, "sections");
    sections.to("sections", FileSink.csv(output.resolve("sections"), Load.class));
    incidents =
        Alerts.on(sections.withEventTime(EventTime.of(Load::start)).named("section-clock"))
            .keyBy(Load::part)
            .rule("errors", AlertRule.<Load>above(Load::errorRate, 0.08).withClear(0.05))
            .rule("slow", AlertRule.<Load>above(Load::slowness, 2).withClear(1))
            .named("incidents");
    alarm.stream()
        .union(incidents.stream())
        .to("incidents", FileSink.csv(output.resolve("incidents"), Alert.class));

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
    return List.of(alarm, incidents);
  }

  @Override
  public Summary summary() {
    return WebLogSummary.of(failures.report(), meter, latencies);
  }

  /** Runs it once over the shipped data, or over the file that is named. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println(PROGRAM.resume(args));
  }
}
