package dev.millrace.notebooks.stocks;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateSpec;
import dev.millrace.file.FileSink;
import dev.millrace.file.FileSource;
import dev.millrace.ml.baseline.LastValue;
import dev.millrace.ml.baseline.RunningMean;
import dev.millrace.ml.catalog.LearnerChanges;
import dev.millrace.ml.evaluate.EvaluationMode;
import dev.millrace.ml.serve.PredictorModel;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.notebooks.Example;
import dev.millrace.notebooks.ExampleProgram;
import dev.millrace.notebooks.Newest;
import dev.millrace.notebooks.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Minute bars: after each bar the return to the next one is forecast, and its size; when that has
 * come, the learners learn what it was. Trading on paper, costs included, tells what the forecasts
 * are worth. Beside that, k-means tells calm markets from hectic ones.
 *
 * <p>Nothing looks ahead: a forecast depends on its own bar and earlier ones, since a {@link Step}
 * does, and on what was learned from steps that had ended by then; those of other stocks too, as
 * long as these trade at other times, as the shipped ones do.
 */
public final class StocksPipeline implements Example {
  private static final ExampleProgram PROGRAM =
      new ExampleProgram("stocks", "minute-bars.csv.gz", StocksPipeline::new);

  private final LearningStream<Step> returns;
  private final LearningStream<Step> volatility;
  private final LearningStream<Step> regimes;
  private final Directions directions = new Directions();
  private final Newest<Trade> accounts = new Newest<>(Trade.class, Trade::symbol);

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

    returns =
        LearningStream.on(steps, StockLearners.ofReturn())
            .learner("linear-regression", StockLearners.linearRegression())
            .learner("least-squares", StockLearners.leastSquares())
            .learner("last-value", new LastValue())
            .learner("running-mean", new RunningMean())
            .evaluate(EvaluationMode.PER_ROW, 390)
            .changing(changes)
            .named("forecasts");
    DStream<Forecast> forecasts =
        returns.predictions().process(() -> directions).named("directions").map(Forecast::of);
    forecasts.to("predictions", FileSink.csv(output.resolve("predictions"), Forecast.class));
    forecasts
        .keyBy(Forecast::symbol)
        .mapWithState(
            StateSpec.of(StateCodecs.string(), StateCodecs.record(Trade.class), Trade::next))
        .named("trades")
        .process(() -> accounts)
        .named("accounts")
        .to("trading", FileSink.csv(output.resolve("trading"), Trade.class));

    volatility =
        LearningStream.on(steps, StockLearners.ofVolatility())
            .learner("volatility", StockLearners.leastSquares())
            .learner("volatility-last-value", new LastValue())
            .learner("volatility-running-mean", new RunningMean())
            .evaluate(EvaluationMode.PER_ROW, 390)
            .changing(changes)
            .named("volatility");
    volatility
        .predictions()
        .map(Volatility::of)
        .to("volatility", FileSink.csv(output.resolve("volatility"), Volatility.class));

    regimes =
        LearningStream.on(steps, StockLearners.ofRegime())
            .learner("regimes", StockLearners.regimes())
            .evaluate(EvaluationMode.PER_ROW, 390)
            .changing(changes)
            .named("regimes");
    regimes
        .predictions()
        .map(Regime::of)
        .to("regimes", FileSink.csv(output.resolve("regimes"), Regime.class));
    context.deadLetters(FileSink.csv(output.resolve("dead-letters"), DeadLetter.class));
  }

  @Override
  public List<PredictorModel> models() {
    return List.of(
        PredictorModel.of(returns.predictor("linear-regression")),
        PredictorModel.of(returns.predictor("least-squares")),
        PredictorModel.of(volatility.predictor("volatility")),
        PredictorModel.of(regimes.predictor("regimes")));
  }

  @Override
  public List<LearningStream<?>> learning() {
    return List.of(returns, volatility, regimes);
  }

  @Override
  public Summary summary() {
    return StocksSummary.of(
        returns.report(),
        directions,
        accounts.rows(),
        volatility.report(),
        regimes.predictor("regimes").current().model());
  }

  /** Runs it once over the shipped data, or over the file that is named. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println(PROGRAM.resume(args));
  }
}
