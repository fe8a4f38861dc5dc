package dev.millrace.spark;

import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.internal.state.StateVisits;
import dev.millrace.spark.internal.state.StateVersion;
import java.io.Serializable;
import java.util.List;

/**
 * One update of a table, as its tasks know it.
 *
 * @param number of the update within the table
 * @param function meets each key
 * @param visits which keys without values are met too
 * @param oldest the oldest version that any task may ask for
 */
record Update<K, V, S, R>(
    long number, StateFunction<K, V, S, R> function, StateVisits visits, long oldest)
    implements Serializable {
  /**
   * Where a partition starts from.
   *
   * @param version of its state
   * @param writeBase whether that is to be written whole
   * @param locations of the executor that has it in memory, as Spark writes them; may be empty
   */
  record Start(StateVersion version, boolean writeBase, List<String> locations)
      implements Serializable {}
}
