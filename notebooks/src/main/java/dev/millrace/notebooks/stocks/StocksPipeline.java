package dev.millrace.notebooks.stocks;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateSpec;
import dev.millrace.file.FileSink;
import dev.millrace.file.FileSource;
import dev.millrace.ml.baseline.LastValue;
import dev.millrace.ml.baseline.RunningMean;
import dev.millrace.ml.catalog.LearnerChanges;
import dev.millrace.ml.cluster.KMeansOptions;
import dev.millrace.ml.cluster.OnlineKMeans;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.linear.LinearRegression;
import dev.millrace.ml.linear.RecursiveLeastSquares;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.notebooks.Example;
import dev.millrace.notebooks.ShippedData;
import dev.millrace.notebooks.Summary;
import java.nio.file.Path;
import java.util.List;

/**
 * Minute bars: after each bar the return to the next one is forecast; when that has come, the
 * learners learn what it was. Beside that, k-means tells calm markets from hectic ones.
 *
 * <p>Nothing looks ahead: a forecast depends on its own bar and earlier ones, since a {@link Step}
 * does, and on what was learned from steps that had ended by then.
 */
public final class StocksPipeline implements Example {
  private final LearningStream<Step> forecasts;
  private final LearningStream<Step> regimes;
  private final Directions directions = new Directions();

  /** Describes the pipeline; {@code context.start()} starts it. */
  public StocksPipeline(StreamingContext context, Path input, Path output) {
    this(context, input, output, LearnerChanges.none());
  }

  /**
   * Describes it with other hyper-parameters.
   *
   * @param changes hyper-parameters to try out
   */
  public StocksPipeline(StreamingContext context, Path input, Path output, LearnerChanges changes) {
    DStream<Step> steps =
        context
            .source("bars", FileSource.csv(input, Bar.class))
            .keyBy(Bar::symbol)
            .mapWithState(
                StateSpec.of(StateCodecs.string(), StateCodecs.record(Step.class), Step::next))
            .named("last-step");

    forecasts =
        LearningStream.on(
                steps,
                Features.<Step>of()
                    .numeric("lastReturn", Step::lastReturn)
                    .numeric("trend", Step::trend)
                    .numeric("closeLocation", Step::closeLocation)
                    .label(Step::nextReturn)
                    .build())
            .learner("linear-regression", linearRegression())
            .learner("least-squares", leastSquares())
            .learner("last-value", new LastValue())
            .learner("running-mean", new RunningMean())
            .evaluate(EvaluationMode.PER_ROW, 390)
            .changing(changes)
            .named("forecasts");
    forecasts
        .predictions()
        .process(() -> directions)
        .named("directions")
        .map(Forecast::of)
        .to("predictions", FileSink.csv(output.resolve("predictions"), Forecast.class));

    regimes =
        LearningStream.on(
                steps,
                Features.<Step>of()
                    .numeric("volatility", Step::volatility)
                    .numeric("logVolume", step -> Math.log1p(step.volume()))
                    .build())
            .learner("regimes", new OnlineKMeans(KMeansOptions.of(3).withSeed(1)))
            .evaluate(EvaluationMode.PER_ROW, 390)
            .changing(changes)
            .named("regimes");
    regimes
        .predictions()
        .map(Regime::of)
        .to("regimes", FileSink.csv(output.resolve("regimes"), Regime.class));
    context.deadLetters(FileSink.csv(output.resolve("dead-letters"), DeadLetter.class));
  }

  /** Returns are nearly all noise, so it learns slowly. */
  private static LinearRegression linearRegression() {
    return new LinearRegression(
        LinearRegression.Options.defaults()
            .withOptimizer(new Optimizer.Sgd(LearningRate.constant(3e-4)))
            .withInterceptLearningRate(3e-4));
  }

  private static RecursiveLeastSquares leastSquares() {
    return new RecursiveLeastSquares(
        RecursiveLeastSquares.Options.defaults().withForgetting(0.9995).withRidge(100));
  }

  @Override
  public List<PredictorModel> models() {
    return List.of(
        PredictorModel.of(forecasts.predictor("linear-regression")),
        PredictorModel.of(forecasts.predictor("least-squares")),
        PredictorModel.of(regimes.predictor("regimes")));
  }

  @Override
  public List<LearningStream<?>> learning() {
    return List.of(forecasts, regimes);
  }

  @Override
  public Summary summary() {
    return StocksSummary.of(
        forecasts.report(), directions, regimes.predictor("regimes").current().model());
  }

  /** Runs it once over the shipped data, or over the file that is named. */
  public static void main(String[] args) throws Exception {
    Path input = args.length > 0 ? Path.of(args[0]) : ShippedData.file("minute-bars.csv.gz");
    StreamingConfig config =
        StreamingConfig.named("stocks")
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(100)
            .withCheckpoint(Path.of(".millrace/stocks/checkpoint"));
    try (StreamingContext context = StreamingContext.create(config)) {
      Example pipeline = new StocksPipeline(context, input, Path.of(".millrace/stocks/output"));
      context.start();
      context.awaitTermination();
      System.out.println(pipeline.summary());
    }
  }
}
