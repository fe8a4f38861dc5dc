package dev.millrace.ml.serve;

import dev.millrace.ml.Model;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.Schema;
import java.util.Optional;

/**
 * A view of the newest committed model of one learner, for any number of threads: no lock, no
 * allocation. The trainer swaps one reference per commit, which holds all that a prediction takes.
 *
 * <pre>{@code
 * Predictor.Version<LogisticModel> now = predictor.current();  // one whole version
 * double p = now.model().predict(features, 0);
 * long version = now.version();
 * }</pre>
 */
public final class Predictor<M extends Model> {
  /**
   * A model, which one it is, and what is needed to read its answers.
   *
   * @param version the id of the batch whose commit made it durable; -1 for the untrained model
   * @param schema what its features and classes are called
   * @param threshold with two classes, the output above which the second is decided
   * @param extractor makes the features of the pipeline's own rows, as of the same commit; empty
   *     where only the features are known
   */
  public record Version<M extends Model>(
      M model,
      long version,
      Schema schema,
      double threshold,
      Optional<FeatureExtractor<?>> extractor) {
    /** One of which only the features are known. */
    public Version(M model, long version, Schema schema, double threshold) {
      this(model, version, schema, threshold, Optional.empty());
    }
  }

  private final String name;
  private volatile Version<M> current;

  /** A predictor that decides at 0.5. */
  public Predictor(String name, Schema schema, M model, long version) {
    this(name, new Version<>(model, version, schema, 0.5));
  }

  public Predictor(String name, Version<M> first) {
    this.name = name;
    this.current = first;
  }

  /** The learner's name. */
  public String name() {
    return name;
  }

  /** What the newest model's features and classes are called. */
  public Schema schema() {
    return current.schema();
  }

  /** The newest committed model. */
  public Version<M> current() {
    return current;
  }

  /**
   * Predicts one dense row with the newest committed model.
   *
   * @param x holds the row from {@code offset} on; not modified
   * @param out takes the model's outputs from index 0 on
   * @return the version of the model that was used
   */
  public long predict(double[] x, int offset, double[] out) {
    Version<M> now = current;
    now.model().predict(x, offset, out);
    return now.version();
  }

  /** Called by the trainer once the batch that made the model is durable. */
  public void publish(Version<M> newest) {
    current = newest;
  }
}
