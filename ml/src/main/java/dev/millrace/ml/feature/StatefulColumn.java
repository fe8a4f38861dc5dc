package dev.millrace.ml.feature;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.state.StateUsage;
import java.util.Optional;

/**
 * A column that remembers earlier rows. A row is taken in by two steps, so that a row whose
 * functions throw in one column leaves no trace in another.
 */
abstract class StatefulColumn<T> extends Column<T> {
  StatefulColumn(String name) {
    super(name);
  }

  /** Reads from the row what is to be remembered; changes nothing. */
  abstract void stage(T row) throws Exception;

  /** Takes in what was staged. */
  abstract void commit();

  abstract StatefulColumn<T> fresh();

  abstract void save(StateWriter out);

  abstract void restore(StateReader in);

  /** What is remembered now, unchanging, for any thread; the same object if it is the same. */
  abstract Column<T> committedView();

  /**
   * How much it remembers, and how many keys it has forgotten to make room since it was made; empty
   * if it does not grow.
   */
  Optional<StateUsage> usage() {
    return Optional.empty();
  }

  /** Goes up whenever {@link #features} changes. */
  int namesVersion() {
    return 0;
  }
}
