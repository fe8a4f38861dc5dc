package dev.millrace.notebooks.sentiment;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateSpec;
import dev.millrace.file.FileSink;
import dev.millrace.file.FileSource;
import dev.millrace.ml.baseline.FrozenAfter;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.catalog.LearnerChanges;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.feature.TextOptions;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.serve.RowReader;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.notebooks.DriftWatch;
import dev.millrace.notebooks.Example;
import dev.millrace.notebooks.ShippedData;
import dev.millrace.notebooks.Summary;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sentiment: each tweet gets the probability that it is negative, by its words and pairs of words,
 * which are hashed; what is said of a topic is summed up in windows. The shipped tweets are of
 * several years and in between turn from mostly positive to mostly negative, which a model that is
 * frozen does not survive.
 */
public final class SentimentPipeline implements Example {
  private static final int SLOTS = 1 << 14;

  /** Before the tweets change. */
  private static final long FROZEN_AFTER = 1_000;

  private final LearningStream<Tweet> learning;

  // What goes on learning hides a drift; what is frozen shows it.
  private final DriftWatch<Tweet> drift = new DriftWatch<>("frozen", 0.05, 25);

  /** Describes the pipeline; {@code context.start()} starts it. */
  public SentimentPipeline(StreamingContext context, Path input, Path output) {
    this(context, input, output, LearnerChanges.none());
  }

  /**
   * Describes it with other hyper-parameters.
   *
   * @param changes hyper-parameters to try out
   */
  public SentimentPipeline(
      StreamingContext context, Path input, Path output, LearnerChanges changes) {
    learning =
        LearningStream.on(context.source("tweets", FileSource.csv(input, Tweet.class)), features())
            .learner("logistic-regression", logisticRegression())
            .learner("naive-bayes", new BinarizedNaiveBayes(1))
            .learner("frozen", new FrozenAfter<>(logisticRegression(), FROZEN_AFTER))
            .learner("majority-class", new MajorityClass(2))
            .evaluate(EvaluationMode.PER_ROW, 500)
            .changing(changes)
            .named("sentiment");
    learning
        .predictions()
        .process(() -> drift)
        .named("drift")
        .to("drift", FileSink.csv(output.resolve("drift"), DriftWatch.Alarm.class));
    DStream<Opinion> opinions = learning.predictions().map(Opinion::of);
    opinions.to("predictions", FileSink.csv(output.resolve("predictions"), Opinion.class));
    opinions
        .keyBy(Opinion::topic)
        .mapWithState(
            StateSpec.of(
                StateCodecs.enums(Topic.class), StateCodecs.record(Trend.class), Trend::next))
        .named("trends")
        .to("trends", FileSink.csv(output.resolve("trends"), Trend.class));
    context.deadLetters(FileSink.csv(output.resolve("dead-letters"), DeadLetter.class));
  }

  static FeatureExtractor<Tweet> features() {
    return Features.<Tweet>of()
        .hashedText("text", Tweet::text, TextOptions.slots(SLOTS).withNGrams(2))
        .labelClass(Tweet::label, "positive", "negative")
        .build();
  }

  private static LogisticRegression logisticRegression() {
    return new LogisticRegression(
        LogisticRegression.Options.defaults()
            .withOptimizer(new Optimizer.AdaGrad(LearningRate.constant(0.1), 1e-8))
            .withInterceptLearningRate(0.1)
            .withPreprocessing(Preprocessing.none()));
  }

  @Override
  public List<PredictorModel> models() {
    RowReader<Tweet> rows = RowReader.ofRecord(Tweet.class, Set.of("sentiment"));
    return List.of(
        PredictorModel.of(learning.predictor("logistic-regression"), rows),
        PredictorModel.of(learning.predictor("naive-bayes"), rows));
  }

  @Override
  public List<LearningStream<?>> learning() {
    return List.of(learning);
  }

  @Override
  public Summary summary() {
    List<Long> alarms = drift.alarms();
    return new Summary(
        learning.report().rows(),
        Map.of("driftAlarms", (double) alarms.size()),
        List.of("accuracy", "f1", "rocAuc", "logLoss"),
        learning.report().learners().stream().map(Summary.Learner::of).toList(),
        List.of(
            "Neutral tweets are left out: two classes are easier to tell than three.",
            "Naive Bayes ranks well and is far too sure of itself: compare ROC AUC and log loss.",
            alarms.isEmpty()
                ? "No drift was seen."
                : "Drift was seen at the rows " + alarms + "."));
  }

  /** Runs it once over the shipped data, or over the file that is named. */
  public static void main(String[] args) throws Exception {
    Path input = args.length > 0 ? Path.of(args[0]) : ShippedData.file("tweets.csv.gz");
    StreamingConfig config =
        StreamingConfig.named("sentiment")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(100)
            .withCheckpoint(Path.of(".millrace/sentiment/checkpoint"));
    try (StreamingContext context = StreamingContext.create(config)) {
      Example pipeline =
          new SentimentPipeline(context, input, Path.of(".millrace/sentiment/output"));
      context.start();
      context.awaitTermination();
      System.out.println(pipeline.summary());
    }
  }
}
