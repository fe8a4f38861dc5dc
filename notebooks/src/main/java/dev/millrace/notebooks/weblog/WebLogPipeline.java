package dev.millrace.notebooks.weblog;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
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
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.notebooks.Example;
import dev.millrace.notebooks.ShippedData;
import dev.millrace.notebooks.Summary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A web server's log: what each part of the site had to do, hour by hour of the requests' own
 * times, which come out of order; an alert in the batch in which too many requests fail; and which
 * requests are likely to.
 */
public final class WebLogPipeline implements Example {
  private final LearningStream<WebLogEntry> failures;
  private final ErrorAlarm alarm = new ErrorAlarm();

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

    entries
        .withEventTime(
            EventTime.<WebLogEntry>of(WebLogEntry::time).withOutOfOrderness(Duration.ofHours(1)))
        .named("clock")
        .keyBy(Site::section, StateCodecs.string())
        .window(TumblingWindow.of(Duration.ofHours(1)))
        .aggregate(
            StateCodecs.record(Load.Sum.class),
            Aggregation.of(Load.Sum::none, Load.Sum::with, Load.Sum::plus, sum -> sum))
        .named("hours")
        .results()
        .map(Load::of)
        .to("hours", FileSink.csv(output.resolve("hours"), Load.class));

    failures =
        LearningStream.on(entries, features())
            .learner("logistic-regression", logisticRegression())
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

  /** All of it is known before the answer. */
  private static FeatureExtractor<WebLogEntry> features() {
    return Features.<WebLogEntry>of()
        .hashed("page", Site::page, 1 << 12)
        .hashed("section", Site::section, 1 << 8)
        .hashed("method", WebLogEntry::method, 1 << 4)
        .hashed("host", WebLogEntry::host, 1 << 12)
        .labelClass(Site::outcome, "ok", "error")
        .build();
  }

  private static LogisticRegression logisticRegression() {
    return new LogisticRegression(
        LogisticRegression.Options.defaults()
            .withOptimizer(new Optimizer.AdaGrad(LearningRate.constant(0.5), 1e-8))
            .withInterceptLearningRate(0.05)
            .withPreprocessing(Preprocessing.none()));
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

  /** Runs it once over the shipped log, or over the one that is named. */
  public static void main(String[] args) throws Exception {
    Path input = args.length > 0 ? Path.of(args[0]) : ShippedData.file("access.log.gz");
    StreamingConfig config =
        StreamingConfig.named("weblog")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(100)
            .withCheckpoint(Path.of(".millrace/weblog/checkpoint"));
    try (StreamingContext context = StreamingContext.create(config)) {
      Example pipeline = new WebLogPipeline(context, input, Path.of(".millrace/weblog/output"));
      context.start();
      context.awaitTermination();
      System.out.println(pipeline.summary());
    }
  }
}
