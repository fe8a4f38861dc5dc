package dev.millrace.ml.linear;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.MergeableLearner;
import dev.millrace.ml.instance.InstanceBlock;

/**
 * Linear regression by mini-batch gradient descent: every batch is one step along the mean of its
 * rows' gradients, which partitions sum up side by side. The same hyper-parameters as {@link
 * LinearRegression}, but one step a batch instead of one a row, so a learning rate ten to a hundred
 * times as large is usual.
 *
 * <pre>{@code
 * MiniBatchLinearRegression learner =
 *     new MiniBatchLinearRegression(
 *         LinearRegression.Options.defaults()
 *             .withOptimizer(new Optimizer.Sgd(LearningRate.constant(0.5))));
 * }</pre>
 *
 * <p>Rows of a batch are scaled with what the batches before it have shown; in the very first one
 * only the intercept moves. The mean is weighted by the rows' weights. In a sparse batch a penalty
 * reaches every weight. Time O(features) a row, or O(stored values), and O(features) a batch.
 * Deterministic: the result depends on the partitions and their order, never on timing. Not
 * thread-safe, but for {@link #accumulate} on different accumulators.
 */
public final class MiniBatchLinearRegression implements MergeableLearner<LinearModel, GradientSum> {
  static final String KIND = "mini-batch-linear-regression";

  private final LinearRegression.Options options;
  private final GradientLearner learner;

  public MiniBatchLinearRegression(LinearRegression.Options options) {
    this.options = options;
    this.learner = new GradientLearner(KIND, options.descent());
  }

  @Override
  public String kind() {
    return KIND;
  }

  public LinearRegression.Options options() {
    return options;
  }

  @Override
  public GradientSum accumulator(int features) {
    return learner.accumulator(features);
  }

  @Override
  public void accumulate(GradientSum accumulator, InstanceBlock block) {
    learner.accumulate(accumulator, block);
  }

  @Override
  public GradientSum merge(GradientSum left, GradientSum right) {
    left.merge(right);
    return left;
  }

  @Override
  public void saveAccumulator(GradientSum accumulator, StateWriter out) {
    accumulator.save(out);
  }

  @Override
  public GradientSum restoreAccumulator(StateReader in) {
    return learner.restoreAccumulator(in);
  }

  @Override
  public void apply(GradientSum accumulator) {
    learner.apply(accumulator);
  }

  @Override
  public LinearModel model() {
    return new LinearModel(learner.scorer());
  }

  @Override
  public MiniBatchLinearRegression fresh() {
    return new MiniBatchLinearRegression(options);
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
