package dev.millrace.kafka;

/** Bytes as they are. */
record BytesFormat() implements KafkaFormat<byte[]> {
  @Override
  public byte[] decode(byte[] data) {
    return data;
  }

  @Override
  public byte[] encode(byte[] value) {
    return value;
  }
}
