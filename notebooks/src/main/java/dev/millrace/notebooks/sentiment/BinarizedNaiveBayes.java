package dev.millrace.notebooks.sentiment;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.SequentialLearner;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.SparseBlock;
import java.util.Map;

/**
 * Multinomial naive Bayes for two classes of texts that counts a word once a text, however often it
 * is in there (Wang and Manning 2012, "Baselines and bigrams"): a learner of one's own. A feature
 * counts as there if it is not 0. Deterministic; O(features that are there) a row.
 */
public final class BinarizedNaiveBayes implements SequentialLearner<BinarizedNaiveBayesModel> {
  static final String KIND = "binarized-naive-bayes";

  private final double smoothing;
  private int features;
  private double[] counts = {};
  private final double[] found = new double[2];
  private final double[] rows = new double[2];
  private long rowsLearned;

  /**
   * @param smoothing what is added to each count, > 0; 1 is Laplace's
   */
  public BinarizedNaiveBayes(double smoothing) {
    if (!(smoothing > 0) || Double.isInfinite(smoothing)) {
      throw new ConfigurationException("smoothing must be above 0 and finite, got " + smoothing);
    }
    this.smoothing = smoothing;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int outputs(int width) {
    return 1;
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
    BinarizedNaiveBayesModel now =
        new BinarizedNaiveBayesModel(features, smoothing, counts, found, rows);
    for (int row = 0; row < block.rows(); row++) {
      out[row] = now.predict(block, row);
      learn(block, row);
    }
  }

  private void open(int width) {
    if (features == 0) {
      features = width;
      counts = new double[2 * width];
    } else if (features != width) {
      throw new LearnerException(KIND + ": expected " + features + " features, got " + width);
    }
  }

  private void learn(InstanceBlock block, int row) {
    if (!block.hasLabel(row)) {
      return;
    }
    double label = block.label(row);
    if (label != 0 && label != 1) {
      throw new LearnerException(
          KIND + ": row " + row + " of the block: expected 0 or 1 as label, got " + label);
    }
    int k = (int) label;
    double weight = block.weight(row);
    if (block instanceof SparseBlock sparse) {
      for (int i = sparse.starts()[row]; i < sparse.starts()[row + 1]; i++) {
        count(k, sparse.indices()[i], sparse.values()[i], weight);
      }
    } else if (block instanceof DenseBlock dense) {
      for (int i = 0; i < features; i++) {
        count(k, i, dense.values()[row * features + i], weight);
      }
    }
    rows[k] += weight;
    rowsLearned++;
  }

  private void count(int label, int feature, double value, double weight) {
    if (BinarizedNaiveBayesModel.present(value)) {
      counts[label * features + feature] += weight;
      found[label] += weight;
    }
  }

  @Override
  public BinarizedNaiveBayesModel model() {
    return new BinarizedNaiveBayesModel(
        features, smoothing, counts.clone(), found.clone(), rows.clone());
  }

  @Override
  public BinarizedNaiveBayes fresh() {
    return new BinarizedNaiveBayes(smoothing);
  }

  @Override
  public long rowsLearned() {
    return rowsLearned;
  }

  @Override
  public void save(StateWriter out) {
    LearnerCatalog.saveType(
        KIND, Map.of(BinarizedNaiveBayesType.SMOOTHING.name(), Double.toString(smoothing)), out);
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
    features = in.getInt("features", 0, Integer.MAX_VALUE / 2);
    counts = in.getDoubles("counts", 2 * features);
    System.arraycopy(in.getDoubles("found", 2), 0, found, 0, 2);
    System.arraycopy(in.getDoubles("rows", 2), 0, rows, 0, 2);
  }
}
