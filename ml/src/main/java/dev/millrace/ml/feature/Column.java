package dev.millrace.ml.feature;

import dev.millrace.ml.instance.InstanceWriter;
import java.io.Serializable;
import java.util.List;
import java.util.function.UnaryOperator;

/** One part of a chain: some features that stand side by side. */
abstract class Column<T> implements Serializable {
  private final String name;

  Column(String name) {
    this.name = name;
  }

  /** How the chain, its interactions and its saved state call this part. */
  final String name() {
    return name;
  }

  /** The names of the features, in order; as many as ever. */
  abstract List<String> features();

  /**
   * Writes the row's features.
   *
   * @param at the index of the first of them
   */
  abstract void extract(T row, InstanceWriter out, int at) throws Exception;

  /** This column over copies of the columns that it is made of. */
  Column<T> rebind(UnaryOperator<Column<T>> copy) {
    return this;
  }
}
