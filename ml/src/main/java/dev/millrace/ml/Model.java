package dev.millrace.ml;

import dev.millrace.ml.instance.InstanceBlock;
import java.util.function.ObjDoubleConsumer;

/**
 * An immutable snapshot of a learner: all that is needed to predict. Safe for any number of
 * threads; predicting takes no lock and allocates nothing.
 *
 * <p>A model gives each row {@link #outputs} numbers: a regressor its estimate; a classifier of two
 * classes the probability (or score from 0 to 1) of the second; one of k > 2 classes k
 * probabilities; a clusterer the index of the cluster and the squared distance to its centre.
 */
public interface Model {
  /** How many features a row must have. */
  int features();

  /** How many numbers a prediction has. */
  int outputs();

  /**
   * Predicts every row of a block.
   *
   * @param block {@link #features} wide; not modified
   * @param out row-major, at least {@code block.rows() * outputs()}; overwritten
   * @throws LearnerException if the block has another width
   */
  void predict(InstanceBlock block, double[] out);

  /**
   * Predicts one dense row.
   *
   * @param x holds the row from {@code offset} on; not modified
   * @param out takes {@link #outputs} numbers from index 0 on
   */
  void predict(double[] x, int offset, double[] out);

  /**
   * Names what the model has learned, for people: weights by feature name, centres, figures.
   *
   * @param featureNames as in the schema
   */
  void describe(java.util.List<String> featureNames, ObjDoubleConsumer<String> out);
}
