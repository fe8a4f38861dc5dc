package dev.millrace.kafka;

import dev.millrace.core.format.RecordFormat;

/** One that is not of Kafka alone. */
record PlainFormat<T>(RecordFormat<T> format) implements KafkaFormat<T> {
  @Override
  public T decode(byte[] data) throws Exception {
    return format.decode(data);
  }

  @Override
  public byte[] encode(T value) throws Exception {
    return format.encode(value);
  }

  @Override
  public String toString() {
    return format.toString();
  }
}
