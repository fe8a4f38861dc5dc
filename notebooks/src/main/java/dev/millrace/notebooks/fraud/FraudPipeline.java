package dev.millrace.notebooks.fraud;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.file.FileOptions;
import dev.millrace.file.FileSink;
import dev.millrace.file.FileSource;
import dev.millrace.ml.baseline.FrozenAfter;
import dev.millrace.ml.baseline.LastClass;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.catalog.LearnerChanges;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.evaluate.LearnerReport;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Statistic;
import dev.millrace.ml.feature.TimePart;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.metric.ConfusionMatrix;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.serve.RowReader;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.ml.stream.Scored;
import dev.millrace.notebooks.Example;
import dev.millrace.notebooks.ShippedData;
import dev.millrace.notebooks.Summary;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Card fraud: payments come in as a stream, each gets the probability that it is a fraud, and an
 * alert if that is worth it; then the learners learn what it was.
 *
 * <p>A fraud that is missed costs {@value #COST_OF_MISS}, an alert for nothing {@value
 * #COST_OF_FALSE_ALARM}: how sure to be before raising one is learned, too.
 */
public final class FraudPipeline implements Example {
  private static final double COST_OF_MISS = 100;
  private static final double COST_OF_FALSE_ALARM = 5;

  /** A tenth of the shipped data. */
  private static final long FROZEN_AFTER = 865;

  private final LearningStream<Payment> learning;

  /** Describes the pipeline; {@code context.start()} starts it. */
  public FraudPipeline(StreamingContext context, Path input, Path output) {
    this(context, input, output, LearnerChanges.none());
  }

  /**
   * Describes it with other hyper-parameters.
   *
   * @param changes hyper-parameters to try out
   */
  public FraudPipeline(StreamingContext context, Path input, Path output, LearnerChanges changes) {
    FileOptions columns = FileOptions.defaults().withSchema(Payment.COLUMNS);
    DStream<Payment> payments =
        context.source("payments", FileSource.csv(input, columns)).map(Payment::of);

    learning =
        LearningStream.on(payments, features())
            .learner("champion", champion())
            .learner("frozen", new FrozenAfter<>(champion(), FROZEN_AFTER))
            .learner("last-class", new LastClass(2))
            .learner("majority-class", new MajorityClass(2))
            .threshold(COST_OF_MISS, COST_OF_FALSE_ALARM)
            .evaluate(EvaluationMode.PER_ROW, 1000)
            .changing(changes)
            .named("fraud");
    DStream<Scored<Payment>> scored = learning.predictions();
    scored
        .map(Verdict::of)
        .to("predictions", FileSink.csv(output.resolve("predictions"), Verdict.class));
    scored
        .filter(s -> s.decided() == 1)
        .map(Verdict::of)
        .to("alerts", FileSink.csv(output.resolve("alerts"), Verdict.class));
    context.deadLetters(FileSink.csv(output.resolve("dead-letters"), DeadLetter.class));
  }

  /** The payment itself, the time of day, and what came before: it all is known at the till. */
  static FeatureExtractor<Payment> features() {
    return Features.<Payment>of()
        .vector("components", Payment.COMPONENTS, Payment::components)
        .numeric("logAmount", Payment::logAmount)
        .time("time", Payment::at, ZoneOffset.UTC, TimePart.TIME_OF_DAY)
        // How many of the last payments of this very amount there were: testers repeat themselves.
        .rolling("sameAmount", Payment::amountKey, p -> 1, 50, Statistic.COUNT)
        .rolling("logAmount", p -> "all", Payment::logAmount, 100, Statistic.MEAN)
        .labelClass(Payment::fraud, "0", "1")
        .build();
  }

  /** Frauds are rare, so each counts for three. */
  private static LogisticRegression champion() {
    return new LogisticRegression(
        LogisticRegression.Options.defaults()
            .withOptimizer(new Optimizer.AdaGrad(LearningRate.constant(0.3), 1e-8))
            .withInterceptLearningRate(0.3)
            .withClassWeights(1, 3));
  }

  @Override
  public List<PredictorModel> models() {
    return List.of(
        PredictorModel.of(
            learning.predictor("champion"),
            // Whether it is a fraud is not known yet when a caller asks.
            RowReader.of(Payment.COLUMNS, Set.of("Class")).map(Payment::of)));
  }

  @Override
  public List<LearningStream<?>> learning() {
    return List.of(learning);
  }

  @Override
  public Summary summary() {
    PrequentialReport report = learning.report();
    ConfusionMatrix champion = report.learner("champion").confusion().orElseThrow();
    double frauds = champion.count(1, 0) + champion.count(1, 1);
    double threshold = report.learner("champion").threshold();
    return new Summary(
        report.rows(),
        Map.of("frauds", frauds, "threshold", threshold),
        List.of("rocAuc", "prAuc", "recall", "precision", "cost"),
        report.learners().stream().map(FraudPipeline::withCost).toList(),
        List.of(
            String.format(
                "A missed fraud costs %.0f, a false alarm %.0f: alerts are raised above a"
                    + " probability of %.3f.",
                COST_OF_MISS, COST_OF_FALSE_ALARM, threshold),
            String.format(
                "%.2f %% of these rows are frauds, 0.17 %% of the full data: precision and PR AUC"
                    + " are lower there.",
                100 * frauds / report.rows())));
  }

  private static Summary.Learner withCost(LearnerReport report) {
    ConfusionMatrix counts = report.confusion().orElseThrow();
    double cost = counts.count(1, 0) * COST_OF_MISS + counts.count(0, 1) * COST_OF_FALSE_ALARM;
    return Summary.Learner.of(report).with("cost", cost);
  }

  /** Runs it once over the shipped data, or over the file that is named. */
  public static void main(String[] args) throws Exception {
    Path input = args.length > 0 ? Path.of(args[0]) : ShippedData.file("card-transactions.csv.gz");
    StreamingConfig config =
        StreamingConfig.named("fraud")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(100)
            .withCheckpoint(Path.of(".millrace/fraud/checkpoint"));
    try (StreamingContext context = StreamingContext.create(config)) {
      Example pipeline = new FraudPipeline(context, input, Path.of(".millrace/fraud/output"));
      context.start();
      context.awaitTermination();
      System.out.println(pipeline.summary());
    }
  }
}
