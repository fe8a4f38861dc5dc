package dev.millrace.kafka;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A record of a topic with all that Kafka knows of it.
 *
 * @param topic where it was read; empty for one that is to be written
 * @param partition where it was read; -1 for one that is to be written
 * @param offset where it was read; -1 for one that is to be written
 * @param timestamp as the topic has it: when it was made, or when it was appended; null where it
 *     has none. For one that is to be written, null leaves it to Kafka
 * @param key null where it has none
 * @param value null in a tombstone, which deletes its key from a compacted topic
 * @param headers in their order
 */
public record KafkaRecord<K, V>(
    String topic,
    int partition,
    long offset,
    Instant timestamp,
    K key,
    V value,
    List<KafkaHeader> headers)
    implements Serializable {
  public KafkaRecord {
    Objects.requireNonNull(topic, "topic");
    headers = List.copyOf(headers);
  }

  /** One to be written, without a timestamp and headers of its own. */
  public static <K, V> KafkaRecord<K, V> of(K key, V value) {
    return new KafkaRecord<>("", -1, -1, null, key, value, List.of());
  }

  public KafkaRecord<K, V> withTimestamp(Instant newTimestamp) {
    return new KafkaRecord<>(topic, partition, offset, newTimestamp, key, value, headers);
  }

  public KafkaRecord<K, V> withHeaders(List<KafkaHeader> newHeaders) {
    return new KafkaRecord<>(topic, partition, offset, timestamp, key, value, newHeaders);
  }
}
