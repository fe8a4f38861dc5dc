package dev.millrace.parquet;

import org.apache.parquet.schema.MessageType;

/** Java records: a column per component. */
record RecordWriting<T>(Class<T> type) implements RowWriting<T> {
  RecordWriting {
    RecordColumns.of(type);
  }

  @Override
  public MessageType schema() {
    return RecordColumns.of(type).schema(type.getSimpleName());
  }

  @Override
  public Writer<T> writer() {
    return RecordColumns.of(type)::writeFields;
  }
}
