package dev.millrace.kafka;

import dev.millrace.core.format.BadRecordException;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Makes a record of the pipeline of one of Kafka's. Immutable and thread-safe. */
interface MessageDecoder<T> extends Serializable {
  /** Whatever it throws is the reason why the record is a bad one. */
  T decode(ConsumerRecord<byte[], byte[]> message) throws Exception;

  /** Bytes of key and value. */
  static long size(ConsumerRecord<byte[], byte[]> message) {
    return Math.max(0L, message.serializedKeySize()) + Math.max(0L, message.serializedValueSize());
  }

  /** The value alone. */
  record Values<T>(KafkaFormat<T> format) implements MessageDecoder<T> {
    @Override
    public T decode(ConsumerRecord<byte[], byte[]> message) throws Exception {
      if (message.value() == null) {
        throw new BadRecordException(
            "expected a value, got a tombstone; KafkaSource.records reads these");
      }
      return format.decode(message.value());
    }
  }

  /** Everything. */
  record Records<K, V>(KafkaFormat<K> keys, KafkaFormat<V> values)
      implements MessageDecoder<KafkaRecord<K, V>> {
    @Override
    public KafkaRecord<K, V> decode(ConsumerRecord<byte[], byte[]> message) throws Exception {
      return new KafkaRecord<>(
          message.topic(),
          message.partition(),
          message.offset(),
          message.timestamp() < 0 ? null : Instant.ofEpochMilli(message.timestamp()),
          message.key() == null ? null : keys.decode(message.key()),
          message.value() == null ? null : values.decode(message.value()),
          headers(message));
    }

    private static List<KafkaHeader> headers(ConsumerRecord<byte[], byte[]> message) {
      Header[] all = message.headers().toArray();
      List<KafkaHeader> headers = new ArrayList<>(all.length);
      for (Header header : all) {
        headers.add(new KafkaHeader(header.key(), header.value()));
      }
      return headers;
    }
  }
}
