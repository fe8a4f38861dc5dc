package dev.millrace.kinesis;

import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A record of a stream with all that Kinesis knows of it.
 *
 * @param shard where it was read, {@code shardId-000000000003}; empty for one that is to be written
 * @param sequenceNumber its place in the shard; empty for one that is to be written
 * @param arrival when Kinesis took it, about; null for one that is to be written
 * @param partitionKey decides upon the shard; as it stands in the stream, with the {@link
 *     BatchMark} of a sink that wrote it. Of one that is to be written, it is the key without a
 *     mark, empty for none
 */
public record KinesisRecord<T>(
    String shard, String sequenceNumber, Instant arrival, String partitionKey, T value)
    implements Serializable {
  public KinesisRecord {
    Objects.requireNonNull(shard, "shard");
    Objects.requireNonNull(sequenceNumber, "sequenceNumber");
    Objects.requireNonNull(partitionKey, "partitionKey");
    Objects.requireNonNull(value, "value");
  }

  /** One to be written. */
  public static <T> KinesisRecord<T> of(String partitionKey, T value) {
    return new KinesisRecord<>("", "", null, partitionKey, value);
  }

  /** Which row of which batch it is, if a sink of Millrace's wrote it. */
  public Optional<BatchMark> mark() {
    return BatchMark.of(partitionKey);
  }
}
