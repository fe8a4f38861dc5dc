package dev.millrace.kinesis;

import dev.millrace.core.format.RecordFormat;
import dev.millrace.core.function.MapFunction;
import java.io.Serializable;

/** Makes key and data of a row. Immutable and thread-safe. */
interface RowEncoder<T> extends Serializable {
  byte[] encode(T row) throws Exception;

  /** The key; empty where the row has none. */
  String key(T row) throws Exception;

  /** Rows that are data, without keys. */
  record Values<T>(RecordFormat<T> format) implements RowEncoder<T> {
    @Override
    public byte[] encode(T row) throws Exception {
      return format.encode(row);
    }

    @Override
    public String key(T row) {
      return "";
    }
  }

  /** Rows with keys. */
  record Records<T>(RecordFormat<T> format) implements RowEncoder<KinesisRecord<T>> {
    @Override
    public byte[] encode(KinesisRecord<T> row) throws Exception {
      return format.encode(row.value());
    }

    @Override
    public String key(KinesisRecord<T> row) {
      return row.mark().map(BatchMark::key).orElse(row.partitionKey());
    }
  }

  /** Another one with keys of its own. */
  record Keyed<T>(RowEncoder<T> encoder, MapFunction<? super T, String> function)
      implements RowEncoder<T> {
    @Override
    public byte[] encode(T row) throws Exception {
      return encoder.encode(row);
    }

    @Override
    public String key(T row) throws Exception {
      return function.apply(row);
    }
  }
}
