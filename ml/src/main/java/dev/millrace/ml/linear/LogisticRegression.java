package dev.millrace.ml.linear;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.SequentialLearner;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.optim.Loss;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.optim.Regularization;

/**
 * Binary logistic regression by stochastic gradient descent on the log loss, row by row; see the
 * package for what a row does. Labels are 0 and 1; the output is the probability of 1.
 *
 * <pre>{@code
 * LogisticRegression learner =
 *     new LogisticRegression(
 *         LogisticRegression.Options.defaults()
 *             .withOptimizer(new Optimizer.Sgd(LearningRate.constant(0.005)))
 *             .withClassWeights(1, 5));
 * learner.learn(block);
 * double p = learner.model().probability(row, 0);
 * }</pre>
 *
 * <p>Time O(features) a row, O(stored values) for sparse rows; memory a few numbers a feature.
 * Deterministic; nothing is random. Not thread-safe.
 */
public final class LogisticRegression implements SequentialLearner<LogisticModel> {
  static final String KIND = "logistic-regression";

  private final Options options;
  private final GradientLearner learner;

  /**
   * Hyper-parameters.
   *
   * @param optimizer how weights are changed, with its learning rate
   * @param interceptLearningRate of the first step, at least 0; it follows the optimizer's schedule
   * @param regularization what large weights cost
   * @param preprocessing scaling and what NaN means
   * @param negativeWeight how much a row of class 0 counts, > 0
   * @param positiveWeight how much a row of class 1 counts, > 0
   */
  public record Options(
      Optimizer optimizer,
      double interceptLearningRate,
      Regularization regularization,
      Preprocessing preprocessing,
      double negativeWeight,
      double positiveWeight) {
    public Options {
      GradientOptions.check(optimizer, interceptLearningRate, regularization);
      GradientOptions.checkClassWeights(negativeWeight, positiveWeight);
    }

    /** SGD at 0.01, intercept at 0.01, no penalty, standard scaling, classes weigh alike. */
    public static Options defaults() {
      return new Options(
          new Optimizer.Sgd(), 0.01, Regularization.none(), Preprocessing.standard(), 1, 1);
    }

    public Options withOptimizer(Optimizer value) {
      return new Options(
          value,
          interceptLearningRate,
          regularization,
          preprocessing,
          negativeWeight,
          positiveWeight);
    }

    public Options withInterceptLearningRate(double value) {
      return new Options(
          optimizer, value, regularization, preprocessing, negativeWeight, positiveWeight);
    }

    public Options withRegularization(Regularization value) {
      return new Options(
          optimizer, interceptLearningRate, value, preprocessing, negativeWeight, positiveWeight);
    }

    public Options withPreprocessing(Preprocessing value) {
      return new Options(
          optimizer, interceptLearningRate, regularization, value, negativeWeight, positiveWeight);
    }

    public Options withClassWeights(double negative, double positive) {
      return new Options(
          optimizer, interceptLearningRate, regularization, preprocessing, negative, positive);
    }

    DescentOptions descent() {
      return new DescentOptions(
          new Loss.Logistic(),
          optimizer,
          interceptLearningRate,
          regularization,
          preprocessing,
          negativeWeight,
          positiveWeight);
    }
  }

  public LogisticRegression(Options options) {
    this.options = options;
    this.learner = new GradientLearner(KIND, options.descent());
  }

  @Override
  public String kind() {
    return KIND;
  }

  public Options options() {
    return options;
  }

  @Override
  public int outputs(int features) {
    return 1;
  }

  @Override
  public void learn(InstanceBlock block) {
    learner.learn(block);
  }

  @Override
  public void testThenTrain(InstanceBlock block, double[] out) {
    learner.testThenTrain(block, out);
  }

  @Override
  public LogisticModel model() {
    return new LogisticModel(learner.scorer());
  }

  @Override
  public LogisticRegression fresh() {
    return new LogisticRegression(options);
  }

  @Override
  public long rowsLearned() {
    return learner.rows();
  }

  @Override
  public void save(StateWriter out) {
    learner.save(out);
  }

  @Override
  public void restore(StateReader in) {
    learner.restore(in);
  }
}
