package dev.millrace.ml.feature;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;

/**
 * Learns from each dense row how to transform rows, and transforms them: {@link Preprocessing} at
 * work.
 *
 * <p>Rows stand in flat arrays from an offset on and are not modified. Nothing allocates but {@link
 * #copy} and {@link #empty}. {@link #dot} equals, bit for bit, transforming the row and then
 * multiplying it with the weights. Confined to its learner's thread while it learns; a copy that
 * does not learn may be shared.
 */
public abstract class DensePreprocessor {
  private final int features;

  DensePreprocessor(int features) {
    this.features = features;
  }

  /** How many features a row has. */
  public final int features() {
    return features;
  }

  /** Whether rows come out as they went in. */
  public boolean identity() {
    return false;
  }

  /** Learns from a row. */
  public abstract void learn(double[] x, int at);

  /** Writes the transformed row to {@code z} from index 0 on. */
  public abstract void transform(double[] x, int at, double[] z);

  /** Learns from a row and then transforms it. */
  public void learnAndTransform(double[] x, int at, double[] z) {
    learn(x, at);
    transform(x, at, z);
  }

  /** Weights times the transformed row. */
  public abstract double dot(double[] w, double[] x, int at);

  /**
   * Turns weights of transformed rows into weights of rows as they come, of which no feature is
   * missing.
   *
   * @param w not modified
   * @param out takes as many weights
   * @return what is to be added to an intercept
   */
  public abstract double unscale(double[] w, double[] out);

  /** Adds what another one of the same kind has learned from other rows. */
  public abstract void merge(DensePreprocessor other);

  /** One of the same kind that has learned nothing. */
  public abstract DensePreprocessor empty();

  /** A snapshot, not affected by later learning. */
  public abstract DensePreprocessor copy();

  public abstract void save(StateWriter out);

  /** Takes over what {@link #save} wrote for as many features. */
  public abstract void restore(StateReader in);

  static void copy(StateReader in, String name, double[] target) {
    System.arraycopy(in.getDoubles(name, target.length), 0, target, 0, target.length);
  }
}
