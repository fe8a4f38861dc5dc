package dev.millrace.parquet;

import java.io.Serializable;
import java.util.List;

/** What rows become. Immutable; travels to other machines. */
interface RowShape<T> extends Serializable {
  /** A column that a file has. */
  record Found(String name, ValueKind kind) {}

  /**
   * Which of the columns are wanted, by their place in {@code columns}, in the order in which
   * {@link Maker#make} gets them.
   *
   * @param file for messages
   * @throws dev.millrace.core.ConfigurationException when one that is needed is not there, or holds
   *     something else
   */
  Maker<T> maker(String file, List<Found> columns);

  /** Makes a row of each list of values. Thread-safe. */
  interface Maker<T> {
    int[] wanted();

    /**
     * @param values of the wanted columns, null where there is none; reused by the caller
     * @throws IllegalArgumentException when they do not fit; the message is the reason
     */
    T make(Object[] values);
  }
}
