package dev.millrace.notebooks.sentiment;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateSpec;
import dev.millrace.file.FileSink;
import dev.millrace.file.FileSource;
import dev.millrace.ml.baseline.FrozenAfter;
import dev.millrace.ml.baseline.MajorityClass;
import dev.millrace.ml.bayes.BinarizedNaiveBayes;
import dev.millrace.ml.catalog.LearnerChanges;
import dev.millrace.ml.drift.Drift;
import dev.millrace.ml.drift.DriftStream;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.linear.LogisticRegression;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.serve.RowReader;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.notebooks.DriftLog;
import dev.millrace.notebooks.Example;
import dev.millrace.notebooks.ExampleProgram;
import dev.millrace.notebooks.Summary;
import java.io.IOException;
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
  private static final ExampleProgram PROGRAM =
      new ExampleProgram("sentiment", "tweets.csv.gz", SentimentPipeline::new);

  /** Before the tweets change. */
  private static final long FROZEN_AFTER = 1_000;

  private final LearningStream<Tweet> learning;

  private final DStream<Drift> drifts;
  private final DriftLog drift = new DriftLog();

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
        LearningStream.on(
                context.source("tweets", FileSource.csv(input, Tweet.class)), TweetFeatures.of())
            .learner("logistic-regression", logisticRegression())
            .learner("naive-bayes", new BinarizedNaiveBayes(BinarizedNaiveBayes.Options.of(2)))
            .learner("frozen", new FrozenAfter<>(logisticRegression(), FROZEN_AFTER))
            .learner("majority-class", new MajorityClass(2))
            .evaluate(EvaluationMode.PER_ROW, 500)
            .changing(changes)
            .named("sentiment");
    // What goes on learning hides a drift; what is frozen shows it.
    drifts =
        DriftStream.of(
            "drift", learning.predictions(), DriftStream.logLoss("frozen"), DriftLog::detector);
    drifts
        .process(() -> drift)
        .named("drift-log")
        .to("drift", FileSink.csv(output.resolve("drift"), DriftLog.Alarm.class));
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
  public List<DStream<Drift>> drifts() {
    return List.of(drifts);
  }

  @Override
  public Summary summary() {
    return new Summary(
        learning.report().rows(),
        Map.of("driftAlarms", (double) drift.rows().size()),
        List.of("accuracy", "f1", "rocAuc", "logLoss"),
        learning.report().learners().stream().map(Summary.Learner::of).toList(),
        List.of(
            "Neutral tweets are left out: two classes are easier to tell than three.",
            "Naive Bayes ranks well and is far too sure of itself: compare ROC AUC and log loss.",
            drift.note()));
  }

  /** Runs it once over the shipped data, or over the file that is named. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println(PROGRAM.resume(args));
  }
}
