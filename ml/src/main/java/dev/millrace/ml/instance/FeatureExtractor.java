package dev.millrace.ml.instance;

import java.io.Serializable;

/**
 * Writes a typed row's numbers into a block: the place where rows stop being objects.
 *
 * <p>Thread-safe and a function of the row alone, unless it is a {@link StatefulExtractor}.
 */
public interface FeatureExtractor<T> extends Serializable {
  Schema schema();

  /** Writes features, and label and weight where the row has them; does not end the row. */
  void extract(T row, InstanceWriter out) throws Exception;
}
