package dev.millrace.core.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/** A codec made of two functions, for values of a few bytes. */
record ScalarCodec<S>(String layout, Writer<S> writer, Reader<S> reader) implements StateCodec<S> {
  interface Writer<S> extends Serializable {
    void write(DataOutput out, S value) throws IOException;
  }

  interface Reader<S> extends Serializable {
    S read(DataInput in) throws IOException;
  }

  @Override
  public void write(S value, DataOutput out) throws IOException {
    writer.write(out, value);
  }

  @Override
  public S read(DataInput in) throws IOException {
    return reader.read(in);
  }

  @Override
  public String toString() {
    return layout;
  }
}
