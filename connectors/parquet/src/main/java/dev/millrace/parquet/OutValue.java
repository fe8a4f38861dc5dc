package dev.millrace.parquet;

import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/** How values are written. Immutable and thread-safe. */
interface OutValue {
  /** A column of such values. */
  Type column(String name, Repetition repetition);

  /**
   * Writes a value that is not null.
   *
   * @throws IllegalArgumentException when it does not fit the column, naming it
   */
  void write(Object value, RecordConsumer out);
}
