package dev.millrace.ml.linear;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;
import dev.millrace.ml.internal.ClassLabels;
import dev.millrace.ml.internal.Softmax;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The state of a softmax regression that knows its width: the weights of each class, and what all
 * of them share. One subclass per layout of rows.
 *
 * @param <R> how rows of that layout are reached
 */
abstract class SoftmaxDescent<R> {
  private final ClassWeights[] classes;
  private final double[] scores;
  private final double interceptRate;
  private final double l2;
  final int features;
  long rows;

  SoftmaxDescent(SoftmaxRegression.Options options, int features) {
    this.features = features;
    this.interceptRate = options.interceptLearningRate();
    this.l2 = options.regularization().l2();
    this.scores = new double[options.classes()];
    this.classes =
        Stream.generate(() -> new ClassWeights(options, features))
            .limit(options.classes())
            .toArray(ClassWeights[]::new);
  }

  static SoftmaxDescent<?> of(SoftmaxRegression.Options options, int features, boolean sparse) {
    return sparse ? new SparseSoftmax(options, features) : new DenseSoftmax(options, features);
  }

  static SoftmaxDescent<?> of(SoftmaxRegression.Options options, InstanceBlock block) {
    return of(options, block.features(), block instanceof SparseBlock);
  }

  abstract boolean sparse();

  abstract R rows(InstanceBlock block);

  /** Weights times a row, preprocessed as was learned so far. */
  abstract double dot(double[] weights, R rows, int row);

  /** Lets preprocessing learn from a row, and keeps the row as it comes out. */
  abstract void prepare(R rows, int row);

  /** Weights times the row that was prepared last. */
  abstract double preparedDot(double[] weights, R rows, int row);

  /** Steps along the gradient of the row that was prepared last. */
  abstract void step(ClassWeights of, double g, double l2, R rows, int row);

  abstract LearnerException notFinite(R rows, int row);

  abstract LinearScorer[] scorers();

  abstract void savePreprocessing(StateWriter out);

  abstract void restorePreprocessing(StateReader in);

  final void learn(InstanceBlock block) {
    R of = rows(block);
    for (int row = 0; row < block.rows(); row++) {
      learn(block, of, row);
    }
  }

  final void testThenTrain(InstanceBlock block, double[] out) {
    R of = rows(block);
    for (int row = 0; row < block.rows(); row++) {
      for (int k = 0; k < classes.length; k++) {
        scores[k] = finite(dot(classes[k].weights, of, row) + classes[k].intercept, of, row);
      }
      if (classes.length == 2) {
        out[row] = Softmax.second(scores[0], scores[1]);
      } else {
        Softmax.normalize(scores, 0, classes.length);
        System.arraycopy(scores, 0, out, row * classes.length, classes.length);
      }
      learn(block, of, row);
    }
  }

  private void learn(InstanceBlock block, R of, int row) {
    if (!block.hasLabel(row)) {
      return;
    }
    int label = ClassLabels.index(block.label(row), classes.length, row);
    prepare(of, row);
    for (int k = 0; k < classes.length; k++) {
      scores[k] = finite(preparedDot(classes[k].weights, of, row) + classes[k].intercept, of, row);
    }
    Softmax.normalize(scores, 0, classes.length);
    for (int k = 0; k < classes.length; k++) {
      double g = Descent.cut((scores[k] - (k == label ? 1 : 0)) * block.weight(row));
      classes[k].intercept -= interceptRate * classes[k].update.shape(rows) * g;
      step(classes[k], g, l2, of, row);
    }
    rows++;
  }

  private double finite(double score, R of, int row) {
    if (!(Math.abs(score) <= Double.MAX_VALUE)) {
      throw notFinite(of, row);
    }
    return score;
  }

  /** A scorer for each class. */
  final LinearScorer[] scorers(ScorerOf scorer) {
    return Arrays.stream(classes)
        .map(of -> scorer.make(NotFinite.checkedCopy(of.weights, of.intercept, rows), of.intercept))
        .toArray(LinearScorer[]::new);
  }

  /** Makes a scorer of weights, which it keeps, and an intercept. */
  interface ScorerOf {
    LinearScorer make(double[] weights, double intercept);
  }

  final void save(StateWriter out) {
    out.put("layout", sparse() ? "sparse" : "dense")
        .put("features", features)
        .put("rows", rows)
        .put(
            "classes",
            nested -> {
              for (int k = 0; k < classes.length; k++) {
                nested.put(Integer.toString(k), classes[k]::save);
              }
            })
        .put("preprocessing", this::savePreprocessing);
  }

  static SoftmaxDescent<?> restored(SoftmaxRegression.Options options, StateReader in) {
    StateReader stored = in.get("classes");
    int known = stored.names().size();
    if (known != options.classes()) {
      throw new CheckpointException(
          "state of '"
              + in.part()
              + "' tells "
              + known
              + " classes apart, expected "
              + options.classes()
              + "; give the learner another name, or start it afresh");
    }
    int features = in.getInt("features", 0, Integer.MAX_VALUE / options.classes());
    SoftmaxDescent<?> descent = of(options, features, in.getString("layout").equals("sparse"));
    descent.rows = in.getLong("rows");
    for (int k = 0; k < options.classes(); k++) {
      descent.classes[k].restore(stored.get(Integer.toString(k)));
    }
    descent.restorePreprocessing(in.get("preprocessing"));
    return descent;
  }
}
