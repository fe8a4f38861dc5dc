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
 * Linear regression by stochastic gradient descent, row by row; see the package for what a row
 * does.
 *
 * <pre>{@code
 * LinearRegression learner =
 *     new LinearRegression(
 *         LinearRegression.Options.defaults()
 *             .withLoss(new Loss.Huber(1))
 *             .withOptimizer(new Optimizer.AdaGrad()));
 * learner.learn(block);
 * double estimate = learner.model().predict(row, 0);
 * }</pre>
 *
 * <p>Time O(features) a row, O(stored values) for sparse rows; memory a few numbers a feature.
 * Deterministic; nothing is random. Not thread-safe.
 */
public final class LinearRegression implements SequentialLearner<LinearModel> {
  static final String KIND = "linear-regression";

  private final Options options;
  private final GradientLearner learner;

  /**
   * Hyper-parameters.
   *
   * @param loss what is made small; any but {@link Loss.Logistic}
   * @param optimizer how weights are changed, with its learning rate
   * @param interceptLearningRate of the first step, at least 0; it follows the optimizer's schedule
   * @param regularization what large weights cost
   * @param preprocessing scaling and what NaN means
   */
  public record Options(
      Loss loss,
      Optimizer optimizer,
      double interceptLearningRate,
      Regularization regularization,
      Preprocessing preprocessing) {
    public Options {
      GradientOptions.checkRegressionLoss(loss);
      GradientOptions.check(optimizer, interceptLearningRate, regularization);
    }

    /** Squared loss, SGD at 0.01, intercept at 0.01, no penalty, standard scaling. */
    public static Options defaults() {
      return new Options(
          new Loss.Squared(),
          new Optimizer.Sgd(),
          0.01,
          Regularization.none(),
          Preprocessing.standard());
    }

    public Options withLoss(Loss value) {
      return new Options(value, optimizer, interceptLearningRate, regularization, preprocessing);
    }

    public Options withOptimizer(Optimizer value) {
      return new Options(loss, value, interceptLearningRate, regularization, preprocessing);
    }

    public Options withInterceptLearningRate(double value) {
      return new Options(loss, optimizer, value, regularization, preprocessing);
    }

    public Options withRegularization(Regularization value) {
      return new Options(loss, optimizer, interceptLearningRate, value, preprocessing);
    }

    public Options withPreprocessing(Preprocessing value) {
      return new Options(loss, optimizer, interceptLearningRate, regularization, value);
    }

    DescentOptions descent() {
      return new DescentOptions(
          loss, optimizer, interceptLearningRate, regularization, preprocessing, 1, 1);
    }
  }

  public LinearRegression(Options options) {
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
  public LinearModel model() {
    return new LinearModel(learner.scorer());
  }

  @Override
  public LinearRegression fresh() {
    return new LinearRegression(options);
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
