package dev.millrace.kafka;

import dev.millrace.core.function.MapFunction;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes a record of Kafka's of one of the pipeline's. Immutable and thread-safe. */
interface MessageEncoder<T> extends Serializable {
  Message encode(T value) throws Exception;

  /** The value alone. */
  record Values<T>(KafkaFormat<T> format) implements MessageEncoder<T> {
    @Override
    public Message encode(T value) throws Exception {
      return new Message(null, format.encode(value), -1, List.of());
    }
  }

  /** Everything. */
  record Records<K, V>(KafkaFormat<K> keys, KafkaFormat<V> values)
      implements MessageEncoder<KafkaRecord<K, V>> {
    @Override
    public Message encode(KafkaRecord<K, V> row) throws Exception {
      return new Message(
          row.key() == null ? null : keys.encode(row.key()),
          row.value() == null ? null : values.encode(row.value()),
          row.timestamp() == null ? -1 : row.timestamp().toEpochMilli(),
          row.headers());
    }
  }

  /** Another one with keys of its own. */
  record Keyed<T>(MessageEncoder<T> encoder, MapFunction<? super T, String> key)
      implements MessageEncoder<T> {
    @Override
    public Message encode(T value) throws Exception {
      String text = key.apply(value);
      byte[] bytes = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
      return encoder.encode(value).withKey(bytes);
    }
  }
}
