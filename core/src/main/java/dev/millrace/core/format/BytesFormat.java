package dev.millrace.core.format;

/** Bytes as they are. */
record BytesFormat() implements RecordFormat<byte[]> {
  @Override
  public byte[] decode(byte[] data) {
    return data;
  }

  @Override
  public byte[] encode(byte[] value) {
    return value;
  }
}
