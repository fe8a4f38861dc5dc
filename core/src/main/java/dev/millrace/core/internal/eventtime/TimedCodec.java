package dev.millrace.core.internal.eventtime;

import dev.millrace.core.state.StateCodec;
import dev.millrace.core.time.Timed;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Time, then value. */
record TimedCodec<T>(StateCodec<T> values) implements StateCodec<Timed<T>> {
  @Override
  public String layout() {
    return "timed(" + values.layout() + ")";
  }

  @Override
  public void write(Timed<T> timed, DataOutput out) throws IOException {
    out.writeLong(timed.epochMillis());
    values.write(timed.value(), out);
  }

  @Override
  public Timed<T> read(DataInput in) throws IOException {
    long time = in.readLong();
    return new Timed<>(time, values.read(in));
  }
}
