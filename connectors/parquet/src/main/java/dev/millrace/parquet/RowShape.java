package dev.millrace.parquet;

import java.io.Serializable;

/** What rows become. Immutable; travels to other machines. */
interface RowShape<T> extends Serializable {
  Class<T> type();

  /**
   * Which of a file's columns are wanted, and what is made of them.
   *
   * @param file for messages
   * @return makes a {@code T} of each row
   * @throws dev.millrace.core.ConfigurationException when a column that is needed is not there, or
   *     holds something else
   */
  Assembly.Struct assembly(String file, ColumnType.Struct columns);
}
