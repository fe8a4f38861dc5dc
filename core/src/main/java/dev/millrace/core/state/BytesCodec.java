package dev.millrace.core.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Bytes behind their number. */
final class BytesCodec implements StateCodec<byte[]> {
  private static final long serialVersionUID = 1L;

  @Override
  public String layout() {
    return "bytes";
  }

  @Override
  public void write(byte[] value, DataOutput out) throws IOException {
    out.writeInt(value.length);
    out.write(value);
  }

  @Override
  public byte[] read(DataInput in) throws IOException {
    return Lengths.readBytes(in, Lengths.readCount(in));
  }
}
