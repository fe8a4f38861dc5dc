package dev.millrace.core.internal.eventtime;

import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.time.Timed;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * State, timers, and the values that wait.
 *
 * @param waiting null where none ever waits
 */
record ProcessCodec<V, S>(
    StateCodec<Optional<S>> states,
    StateCodec<List<Long>> timers,
    StateCodec<List<Timed<V>>> waiting)
    implements StateCodec<ProcessState<V, S>> {
  static <V, S> ProcessCodec<V, S> of(StateCodec<S> states, Optional<StateCodec<V>> values) {
    return new ProcessCodec<>(
        StateCodecs.optional(states),
        StateCodecs.list(StateCodecs.int64()),
        values.map(codec -> StateCodecs.list(new TimedCodec<>(codec))).orElse(null));
  }

  @Override
  public String layout() {
    return "process(" + states.layout() + (waiting == null ? "" : "," + waiting.layout()) + ")";
  }

  @Override
  public void write(ProcessState<V, S> process, DataOutput out) throws IOException {
    states.write(process.state(), out);
    timers.write(process.eventTimers(), out);
    timers.write(process.batchTimers(), out);
    if (waiting != null) {
      waiting.write(process.waiting(), out);
    }
  }

  @Override
  public ProcessState<V, S> read(DataInput in) throws IOException {
    Optional<S> state = states.read(in);
    List<Long> eventTimers = timers.read(in);
    List<Long> batchTimers = timers.read(in);
    return new ProcessState<>(
        state, waiting == null ? List.of() : waiting.read(in), eventTimers, batchTimers);
  }
}
