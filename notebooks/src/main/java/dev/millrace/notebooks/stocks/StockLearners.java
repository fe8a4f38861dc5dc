package dev.millrace.notebooks.stocks;

import dev.millrace.ml.cluster.KMeansOptions;
import dev.millrace.ml.cluster.OnlineKMeans;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.linear.LinearRegression;
import dev.millrace.ml.linear.RecursiveLeastSquares;
import dev.millrace.ml.optim.LearningRate;
import dev.millrace.ml.optim.Optimizer;

/** What learners are told of a step, and how they learn. */
final class StockLearners {
  private StockLearners() {}

  /** What the next return may depend on. */
  static FeatureExtractor<Step> ofReturn() {
    return Features.<Step>of()
        .numeric("lastReturn", Step::lastReturn)
        .numeric("trend", Step::trend)
        .numeric("closeLocation", Step::closeLocation)
        .label(Step::nextReturn)
        .build();
  }

  /** What the size of the next return may depend on. */
  static FeatureExtractor<Step> ofVolatility() {
    return Features.<Step>of()
        .numeric("volatility", Step::volatility)
        .numeric("range", Step::range)
        .label(step -> Math.abs(step.nextReturn()))
        .build();
  }

  /** What tells calm markets from hectic ones. */
  static FeatureExtractor<Step> ofRegime() {
    return Features.<Step>of()
        .numeric("volatility", Step::volatility)
        .numeric("logVolume", step -> Math.log1p(step.volume()))
        .build();
  }

  /** Returns are nearly all noise, so it learns slowly. */
  static LinearRegression linearRegression() {
    return new LinearRegression(
        LinearRegression.Options.defaults()
            .withOptimizer(new Optimizer.Sgd(LearningRate.constant(3e-4)))
            .withInterceptLearningRate(3e-4));
  }

  static RecursiveLeastSquares leastSquares() {
    return new RecursiveLeastSquares(
        RecursiveLeastSquares.Options.defaults().withForgetting(0.9995).withRidge(100));
  }

  static OnlineKMeans regimes() {
    return new OnlineKMeans(KMeansOptions.of(3).withSeed(1));
  }
}
