package dev.millrace.core.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Text in place of values whose class is not at hand. */
record TextOfLayout(String layout, StateCodec<String> texts) implements StateCodec<String> {
  @Override
  public void write(String value, DataOutput out) throws IOException {
    texts.write(value, out);
  }

  @Override
  public String read(DataInput in) throws IOException {
    return texts.read(in);
  }
}
