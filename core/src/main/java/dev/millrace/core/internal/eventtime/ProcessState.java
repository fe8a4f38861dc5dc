package dev.millrace.core.internal.eventtime;

import dev.millrace.core.state.Deadlines;
import dev.millrace.core.time.Timed;
import java.util.List;
import java.util.Optional;

/**
 * What a process keeps of a key.
 *
 * @param state the user's
 * @param waiting values that wait for the watermark, by time
 * @param eventTimers in ascending order, milliseconds since 1970
 * @param batchTimers in ascending order, milliseconds since 1970
 */
public record ProcessState<V, S>(
    Optional<S> state, List<Timed<V>> waiting, List<Long> eventTimers, List<Long> batchTimers) {
  static <V, S> ProcessState<V, S> empty() {
    return new ProcessState<>(Optional.empty(), List.of(), List.of(), List.of());
  }

  boolean isEmpty() {
    return state.isEmpty() && waiting.isEmpty() && eventTimers.isEmpty() && batchTimers.isEmpty();
  }

  /** A key is due when its next timer fires, or when the first value that waits is complete. */
  record Due<V, S>() implements Deadlines<ProcessState<V, S>> {
    @Override
    public long eventTime(ProcessState<V, S> state) {
      long timer = state.eventTimers.isEmpty() ? NEVER : state.eventTimers.get(0);
      return state.waiting.isEmpty()
          ? timer
          : Math.min(timer, state.waiting.get(0).epochMillis() + 1);
    }

    @Override
    public long processing(ProcessState<V, S> state) {
      return state.batchTimers.isEmpty() ? NEVER : state.batchTimers.get(0);
    }
  }
}
