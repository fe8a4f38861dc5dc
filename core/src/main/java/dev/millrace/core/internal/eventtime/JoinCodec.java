package dev.millrace.core.internal.eventtime;

import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.time.Timed;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** The left records, then the right ones. */
record JoinCodec<V, W>(StateCodec<List<Timed<V>>> left, StateCodec<List<Timed<W>>> right)
    implements StateCodec<JoinState<V, W>> {
  static <V, W> JoinCodec<V, W> of(StateCodec<V> left, StateCodec<W> right) {
    return new JoinCodec<>(
        StateCodecs.list(new TimedCodec<>(left)), StateCodecs.list(new TimedCodec<>(right)));
  }

  @Override
  public String layout() {
    return "join(" + left.layout() + "," + right.layout() + ")";
  }

  @Override
  public void write(JoinState<V, W> state, DataOutput out) throws IOException {
    left.write(state.left(), out);
    right.write(state.right(), out);
  }

  @Override
  public JoinState<V, W> read(DataInput in) throws IOException {
    List<Timed<V>> lefts = left.read(in);
    return new JoinState<>(lefts, right.read(in));
  }
}
