package dev.millrace.kinesis;

import dev.millrace.core.format.RecordFormat;
import java.io.Serializable;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Makes a record of the pipeline of one of Kinesis'. Immutable and thread-safe. */
interface RecordDecoder<T> extends Serializable {
  /** Whatever it throws is the reason why the record is a bad one. */
  T decode(String shard, Record data) throws Exception;

  /** The value alone. */
  record Values<T>(RecordFormat<T> format) implements RecordDecoder<T> {
    @Override
    public T decode(String shard, Record data) throws Exception {
      return format.decode(data.data().asByteArrayUnsafe());
    }
  }

  /** Everything. */
  record Records<T>(RecordFormat<T> format) implements RecordDecoder<KinesisRecord<T>> {
    @Override
    public KinesisRecord<T> decode(String shard, Record data) throws Exception {
      return new KinesisRecord<>(
          shard,
          data.sequenceNumber(),
          data.approximateArrivalTimestamp(),
          data.partitionKey(),
          format.decode(data.data().asByteArrayUnsafe()));
    }
  }
}
