package dev.millrace.ml.instance;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.state.StateUsage;
import java.util.Optional;

/**
 * An extractor that remembers earlier rows: lags, rolling figures, categories met so far. For each
 * row in order the trainer calls {@code extract} (the features as they are before the row) and then
 * {@code observe}, which is not called for rows that are refused. The schema never changes its
 * width; the names of categories learned on the way may take the place of slot numbers. Confined to
 * the trainer's thread; others read {@link #committedView}.
 */
public interface StatefulExtractor<T> extends FeatureExtractor<T> {
  /** Takes the row into what is remembered. */
  void observe(T row) throws Exception;

  /**
   * A fresh extractor of the same definition that remembers nothing; one per run works and is
   * written to.
   */
  StatefulExtractor<T> fresh();

  /**
   * How much of what grows with the rows is remembered, and how many keys were forgotten to make
   * room since this object was made; empty if nothing grows.
   */
  default Optional<StateUsage> usage() {
    return Optional.empty();
  }

  void save(StateWriter out);

  void restore(StateReader in);

  /**
   * An extractor over what is remembered now, for servers: safe for any thread, and never changing.
   * Called once per committed batch, so it should share what has not changed with earlier ones.
   */
  FeatureExtractor<T> committedView();
}
