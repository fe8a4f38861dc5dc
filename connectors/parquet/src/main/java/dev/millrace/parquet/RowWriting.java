package dev.millrace.parquet;

import java.io.Serializable;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/** How rows become columns. Immutable; travels to other machines. */
interface RowWriting<T> extends Serializable {
  MessageType schema();

  /** Makes what writes rows; used by one thread. */
  Writer<T> writer();

  /** Writes rows, one after the other. */
  @FunctionalInterface
  interface Writer<T> {
    /**
     * Writes the fields of a row between the start and the end of its message.
     *
     * @throws IllegalArgumentException when the row does not fit the columns, naming one
     */
    void write(T row, RecordConsumer out);
  }
}
