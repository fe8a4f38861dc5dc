package dev.millrace.kafka;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A header of a Kafka record; a key may occur several times. Equal by content.
 *
 * @param key the name
 * @param value the bytes, neither copied nor to be modified; null where the header has none
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below
public record KafkaHeader(String key, byte[] value) implements Serializable {
  public KafkaHeader {
    Objects.requireNonNull(key, "key");
  }

  /** A header of UTF-8 text. */
  public static KafkaHeader of(String key, String text) {
    return new KafkaHeader(key, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The value as UTF-8 text; empty where there is none. */
  public String text() {
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KafkaHeader header
        && key.equals(header.key)
        && Arrays.equals(value, header.value);
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return key + "=" + text();
  }
}
