package dev.millrace.ml.linear;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.SequentialLearner;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.feature.DensePreprocessor;
import dev.millrace.ml.feature.Missing;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.feature.Scaling;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.internal.Blocks;
import dev.millrace.ml.internal.DenseRows;
import dev.millrace.ml.internal.Vectors;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Linear regression by recursive least squares: after every row the weights and the intercept are
 * those that make the sum of squared errors over all rows so far smallest, in which a row n rows
 * back counts {@code forgettingⁿ} times its weight. There is no learning rate and nothing to scale.
 *
 * <pre>{@code
 * RecursiveLeastSquares learner =
 *     new RecursiveLeastSquares(RecursiveLeastSquares.Options.defaults().withForgetting(0.999));
 * }</pre>
 *
 * <p>Kept as a QR decomposition that Givens rotations bring up to date (Gentleman 1973; QR-RLS in
 * Haykin, "Adaptive Filter Theory"), not as the inverse covariance matrix of the textbooks: it is
 * as exact as decomposing all rows at once, stays so for ever, and cannot blow up where features
 * stop varying under a forgetting factor. Features that depend on those before them, and all that
 * the rows have not determined yet, have a weight of 0. Without a ridge the first rows, about as
 * many as there are features, are fitted all but exactly, and estimates meanwhile are wild.
 *
 * <p>Time O(features²) a row, memory O(features²). Deterministic; nothing is random. Not
 * thread-safe.
 */
public final class RecursiveLeastSquares implements SequentialLearner<LinearModel> {
  static final String KIND = "recursive-least-squares";

  /** Squares of anything larger are not finite. */
  private static final double LARGEST = 1e150;

  private final Options options;
  private int features = -1;
  private long rows;
  private Triangle triangle = new Triangle(0);
  private double[] coefficients = new double[0];
  private double[] weights = new double[0];
  private DensePreprocessor filler = Preprocessing.none().dense(0);
  private double[] filled = new double[0];
  private boolean solved;

  /**
   * Hyper-parameters.
   *
   * @param forgetting how much of a row's weight is left after each row behind it, within (0, 1]; 1
   *     forgets nothing. The memory is about {@code 1 / (1 - forgetting)} rows
   * @param ridge what {@code Σ weight²}, without the intercept, adds to the sum of squared errors
   *     at the start, at least 0; forgotten like a row. Its reciprocal is the initial covariance of
   *     the textbooks
   * @param missing whether a feature that is missing is refused, or stands at its running mean
   */
  public record Options(double forgetting, double ridge, Missing missing) {
    public Options {
      if (!(forgetting > 0 && forgetting <= 1)) {
        throw new ConfigurationException("forgetting must be within (0, 1], got " + forgetting);
      }
      if (!(ridge >= 0) || Double.isInfinite(ridge)) {
        throw new ConfigurationException("ridge must be finite and >= 0, got " + ridge);
      }
    }

    /** Nothing forgotten, no ridge, nothing may be missing: ordinary least squares. */
    public static Options defaults() {
      return new Options(1, 0, Missing.REJECT);
    }

    public Options withForgetting(double value) {
      return new Options(value, ridge, missing);
    }

    public Options withRidge(double value) {
      return new Options(forgetting, value, missing);
    }

    public Options withMissing(Missing value) {
      return new Options(forgetting, ridge, value);
    }
  }

  public RecursiveLeastSquares(Options options) {
    this.options = options;
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
    start(block.features());
    DenseRows dense = new DenseRows(block);
    for (int row = 0; row < block.rows(); row++) {
      int at = dense.at(row);
      filler.transform(dense.values(), at, filled);
      learnRow(dense.values(), at, block, row);
    }
  }

  @Override
  public void testThenTrain(InstanceBlock block, double[] out) {
    start(block.features());
    DenseRows dense = new DenseRows(block);
    for (int row = 0; row < block.rows(); row++) {
      int at = dense.at(row);
      solve();
      filler.transform(dense.values(), at, filled);
      out[row] = LinearScorer.finite(Vectors.dot(weights, filled, 0) + coefficients[0]);
      learnRow(dense.values(), at, block, row);
    }
  }

  private void start(int width) {
    if (features < 0) {
      features = width;
      triangle = new Triangle(width + 1);
      coefficients = new double[width + 1];
      weights = new double[width];
      filler = new Preprocessing(Scaling.NONE, options.missing()).dense(width);
      filled = new double[width];
      for (int j = 1; j <= width; j++) {
        triangle.prior(j, options.ridge());
      }
    }
    Blocks.checkWidth(KIND, features, width);
  }

  /** Learns the row that stands at {@code at}, and filled in {@link #filled}. */
  private void learnRow(double[] x, int at, InstanceBlock block, int row) {
    double label = block.label(row);
    if (Double.isNaN(label)) {
      return;
    }
    filler.learn(x, at);
    double[] factors = triangle.row();
    factors[0] = 1;
    for (int j = 0; j < features; j++) {
      double value = filled[j];
      if (!(Math.abs(value) <= LARGEST)) {
        throw tooLarge(row, "feature " + j, value);
      }
      factors[j + 1] = value;
    }
    if (!(Math.abs(label) <= LARGEST)) {
      throw tooLarge(row, "label", label);
    }
    triangle.add(label, block.weight(row), options.forgetting());
    solved = false;
    rows++;
  }

  private static LearnerException tooLarge(int row, String what, double value) {
    return new LearnerException(
        "row "
            + row
            + " of the block: "
            + what
            + " is "
            + value
            + ", its square is not finite; drop such rows");
  }

  private void solve() {
    if (!solved) {
      triangle.solve(coefficients);
      System.arraycopy(coefficients, 1, weights, 0, weights.length);
      solved = true;
    }
  }

  @Override
  public LinearModel model() {
    if (features < 0) {
      return new LinearModel(new UntrainedScorer());
    }
    solve();
    return new LinearModel(new DenseScorer(weights.clone(), coefficients[0], filler.copy()));
  }

  @Override
  public RecursiveLeastSquares fresh() {
    return new RecursiveLeastSquares(options);
  }

  @Override
  public long rowsLearned() {
    return rows;
  }

  @Override
  public void save(StateWriter out) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(RecursiveLeastSquaresType.FORGETTING.name(), Double.toString(options.forgetting()));
    texts.put(RecursiveLeastSquaresType.RIDGE.name(), Double.toString(options.ridge()));
    texts.put(GradientOptions.MISSING.name(), GradientOptions.text(options.missing()));
    LearnerCatalog.saveType(KIND, texts, out);
    if (features >= 0) {
      out.put("rows", rows).put("triangle", triangle::save);
      if (!filler.identity()) {
        out.put("means", filler::save);
      }
    }
  }

  @Override
  public void restore(StateReader in) {
    LearnerCatalog.checkType(KIND, in);
    if (in.has("triangle")) {
      StateReader stored = in.get("triangle");
      start(Triangle.storedSize(stored) - 1);
      rows = in.getLong("rows");
      triangle.restore(stored);
      if (!filler.identity()) {
        filler.restore(in.get("means"));
      }
      solved = false;
    }
  }
}
