package dev.millrace.ml.bayes;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.SequentialLearner;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.instance.SparseBlock;
import dev.millrace.ml.internal.Blocks;
import dev.millrace.ml.internal.ClassLabels;
import java.io.Serializable;

/**
 * Multinomial naive Bayes that counts a feature once a row, whatever its value: for texts, whose
 * words say more by being there than by how often (Wang and Manning 2012, "Baselines and bigrams:
 * simple, good sentiment and topic classification"). A feature is there if it is not 0.
 *
 * <pre>{@code
 * var features =
 *     Features.<Tweet>of()
 *         .hashedText("text", Tweet::text, TextOptions.slots(1 << 14).withNGrams(2))
 *         .labelClass(Tweet::sentiment, "positive", "negative")
 *         .build();
 * LearningStream.on(tweets, features)
 *     .learner("naive-bayes", new BinarizedNaiveBayes(BinarizedNaiveBayes.Options.of(2)))
 * }</pre>
 *
 * <p>With n<sub>k</sub> rows of class k so far, c<sub>kj</sub> of them with feature j,
 * c<sub>k</sub> the sum of those over all d features, and smoothing s, the odds of class k are
 * n<sub>k</sub> + 1 times the product of (c<sub>kj</sub> + s) / (c<sub>k</sub> + s d) over the
 * features that are there. Rows count by their weight.
 *
 * <p>Deterministic. A row costs a step per feature that is there to learn, and a logarithm per such
 * feature and class to predict; memory is a number per feature and class. Not thread-safe.
 */
public final class BinarizedNaiveBayes implements SequentialLearner<BinarizedNaiveBayesModel> {
  static final String KIND = "binarized-naive-bayes";

  private final Options options;
  private int features;
  private double[] counts = {};
  private final double[] found;
  private final double[] rows;
  private long rowsLearned;

  /**
   * Settings; immutable.
   *
   * @param classes how many there are, at least 2
   * @param smoothing what is added to each count, > 0 and finite; default 1, which is Laplace's.
   *     Smaller: rare features speak louder
   */
  public record Options(int classes, double smoothing) implements Serializable {
    public Options {
      ClassLabels.check(classes);
      if (!(smoothing > 0) || Double.isInfinite(smoothing)) {
        throw new ConfigurationException("smoothing must be above 0 and finite, got " + smoothing);
      }
    }

    /** Defaults for so many classes. */
    public static Options of(int classes) {
      return new Options(classes, 1);
    }

    public Options withSmoothing(double value) {
      return new Options(classes, value);
    }
  }

  public BinarizedNaiveBayes(Options options) {
    this.options = options;
    this.found = new double[options.classes()];
    this.rows = new double[options.classes()];
  }

  /** For the classes of a schema, with defaults. */
  public static BinarizedNaiveBayes of(Schema schema) {
    return new BinarizedNaiveBayes(Options.of(schema.classes().size()));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int outputs(int width) {
    return options.classes() == 2 ? 1 : options.classes();
  }

  @Override
  public void learn(InstanceBlock block) {
    open(block.features());
    for (int row = 0; row < block.rows(); row++) {
      learn(block, row);
    }
  }

  @Override
  public void testThenTrain(InstanceBlock block, double[] out) {
    open(block.features());
    // Over the counts themselves: it sees each row that is learned.
    BinarizedNaiveBayesModel now =
        new BinarizedNaiveBayesModel(features, options.smoothing(), counts, found, rows);
    int outputs = now.outputs();
    for (int row = 0; row < block.rows(); row++) {
      now.predict(block, row, out, row * outputs);
      learn(block, row);
    }
  }

  private void open(int width) {
    if (features == 0) {
      features = width;
      counts = new double[options.classes() * width];
    }
    Blocks.checkWidth(KIND, features, width);
  }

  private void learn(InstanceBlock block, int row) {
    if (!block.hasLabel(row)) {
      return;
    }
    int k = ClassLabels.index(block.label(row), options.classes(), row);
    double weight = block.weight(row);
    if (block instanceof SparseBlock sparse) {
      for (int i = sparse.starts()[row]; i < sparse.starts()[row + 1]; i++) {
        count(k, sparse.indices()[i], sparse.values()[i], weight);
      }
    } else if (block instanceof DenseBlock dense) {
      for (int j = 0; j < features; j++) {
        count(k, j, dense.values()[row * features + j], weight);
      }
    }
    rows[k] += weight;
    rowsLearned++;
  }

  private void count(int label, int feature, double value, double weight) {
    if (BinarizedNaiveBayesModel.isThere(value)) {
      counts[label * features + feature] += weight;
      found[label] += weight;
    }
  }

  @Override
  public BinarizedNaiveBayesModel model() {
    return new BinarizedNaiveBayesModel(
        features, options.smoothing(), counts.clone(), found.clone(), rows.clone());
  }

  @Override
  public BinarizedNaiveBayes fresh() {
    return new BinarizedNaiveBayes(options);
  }

  @Override
  public long rowsLearned() {
    return rowsLearned;
  }

  @Override
  public void save(StateWriter out) {
    LearnerCatalog.saveType(KIND, BinarizedNaiveBayesType.texts(options), out);
    out.put("rowsLearned", rowsLearned)
        .put("features", features)
        .put("counts", counts)
        .put("found", found)
        .put("rows", rows);
  }

  @Override
  public void restore(StateReader in) {
    LearnerCatalog.checkType(KIND, in);
    rowsLearned = in.getLong("rowsLearned");
    int classes = options.classes();
    features = in.getInt("features", 0, Integer.MAX_VALUE / classes);
    counts = in.getDoubles("counts", classes * features);
    System.arraycopy(in.getDoubles("found", classes), 0, found, 0, classes);
    System.arraycopy(in.getDoubles("rows", classes), 0, rows, 0, classes);
  }
}
