package dev.millrace.ml.linear;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.SequentialLearner;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.internal.Blocks;
import dev.millrace.ml.internal.ClassLabels;
import dev.millrace.ml.optim.Optimizer;
import dev.millrace.ml.optim.Regularization;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Logistic regression of any number of classes, by stochastic gradient descent on the log loss, row
 * by row. Labels are class indices; outputs are the probabilities of the classes, of two classes
 * that of the second.
 *
 * <pre>{@code
 * SoftmaxRegression learner =
 *     new SoftmaxRegression(
 *         SoftmaxRegression.Options.of(3)
 *             .withOptimizer(new Optimizer.Sgd(LearningRate.constant(0.1))));
 * learner.learn(block);
 * learner.model().predict(row, 0, probabilities);
 * }</pre>
 *
 * <p>Each class k has weights and an intercept of its own, which give its score; its probability is
 * e<sup>score</sup> by the sum of those of all classes, and the derivative of the loss by its score
 * is that probability, less 1 for the row's class. Otherwise a row does what the package says.
 *
 * <p>Time O(features × classes) a row, O(stored values × classes) for sparse rows; memory a few
 * numbers a feature and class. Deterministic; nothing is random. Not thread-safe.
 */
public final class SoftmaxRegression implements SequentialLearner<SoftmaxModel> {
  static final String KIND = "softmax-regression";

  private final Options options;
  private SoftmaxDescent<?> descent;

  /**
   * Hyper-parameters.
   *
   * @param classes how many there are, at least 2
   * @param optimizer how weights are changed, with its learning rate
   * @param interceptLearningRate of the first step, at least 0; it follows the optimizer's schedule
   * @param regularization what large weights cost
   * @param preprocessing scaling and what NaN means
   */
  public record Options(
      int classes,
      Optimizer optimizer,
      double interceptLearningRate,
      Regularization regularization,
      Preprocessing preprocessing)
      implements Serializable {
    public Options {
      ClassLabels.check(classes);
      GradientOptions.check(optimizer, interceptLearningRate, regularization);
    }

    /** SGD at 0.01, intercepts at 0.01, no penalty, standard scaling. */
    public static Options of(int classes) {
      return new Options(
          classes, new Optimizer.Sgd(), 0.01, Regularization.none(), Preprocessing.standard());
    }

    public Options withOptimizer(Optimizer value) {
      return new Options(classes, value, interceptLearningRate, regularization, preprocessing);
    }

    public Options withInterceptLearningRate(double value) {
      return new Options(classes, optimizer, value, regularization, preprocessing);
    }

    public Options withRegularization(Regularization value) {
      return new Options(classes, optimizer, interceptLearningRate, value, preprocessing);
    }

    public Options withPreprocessing(Preprocessing value) {
      return new Options(classes, optimizer, interceptLearningRate, regularization, value);
    }
  }

  public SoftmaxRegression(Options options) {
    this.options = options;
  }

  /** For the classes of a schema, with defaults. */
  public static SoftmaxRegression of(Schema schema) {
    return new SoftmaxRegression(Options.of(schema.classes().size()));
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
    return options.classes() == 2 ? 1 : options.classes();
  }

  @Override
  public void learn(InstanceBlock block) {
    descent(block).learn(block);
  }

  @Override
  public void testThenTrain(InstanceBlock block, double[] out) {
    descent(block).testThenTrain(block, out);
  }

  private SoftmaxDescent<?> descent(InstanceBlock block) {
    if (descent == null) {
      descent = SoftmaxDescent.of(options, block);
    }
    Blocks.checkWidth(KIND, descent.features, block.features());
    return descent;
  }

  @Override
  public SoftmaxModel model() {
    if (descent != null) {
      return new SoftmaxModel(descent.scorers());
    }
    LinearScorer[] untrained = new LinearScorer[options.classes()];
    Arrays.setAll(untrained, k -> new UntrainedScorer());
    return new SoftmaxModel(untrained);
  }

  @Override
  public SoftmaxRegression fresh() {
    return new SoftmaxRegression(options);
  }

  @Override
  public long rowsLearned() {
    return descent == null ? 0 : descent.rows;
  }

  @Override
  public void save(StateWriter out) {
    LearnerCatalog.saveType(KIND, GradientOptions.texts(options), out);
    if (descent != null) {
      out.put("learned", descent::save);
    }
  }

  @Override
  public void restore(StateReader in) {
    LearnerCatalog.checkType(KIND, in);
    if (in.has("learned")) {
      descent = SoftmaxDescent.restored(options, in.get("learned"));
    }
  }
}
