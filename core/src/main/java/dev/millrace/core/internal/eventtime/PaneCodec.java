package dev.millrace.core.internal.eventtime;

import dev.millrace.core.state.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A pane's components in their order. */
record PaneCodec<A>(StateCodec<A> accumulators) implements StateCodec<Pane<A>> {
  @Override
  public String layout() {
    return "pane(" + accumulators.layout() + ")";
  }

  @Override
  public void write(Pane<A> pane, DataOutput out) throws IOException {
    out.writeLong(pane.start());
    out.writeLong(pane.end());
    accumulators.write(pane.accumulator(), out);
    out.writeLong(pane.unshown());
    out.writeInt(pane.fired());
    out.writeBoolean(pane.complete());
  }

  @Override
  public Pane<A> read(DataInput in) throws IOException {
    long start = in.readLong();
    long end = in.readLong();
    return new Pane<>(
        start, end, accumulators.read(in), in.readLong(), in.readInt(), in.readBoolean());
  }
}
