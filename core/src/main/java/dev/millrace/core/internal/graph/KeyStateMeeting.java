package dev.millrace.core.internal.graph;

import dev.millrace.core.engine.StateFunction;
import dev.millrace.core.function.Emitter;
import dev.millrace.core.internal.stage.UserCode;
import dev.millrace.core.state.KeyState;
import dev.millrace.core.state.KeyStateFunction;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Calls a {@link KeyStateFunction} for each value of a key, or once for a key that times out. */
record KeyStateMeeting<K, V, S, R>(String where, KeyStateFunction<K, V, S, R> function)
    implements StateFunction<K, V, S, R> {
  @Override
  public Optional<S> apply(K key, Optional<S> state, List<V> values, Emitter<R> out)
      throws Exception {
    try {
      if (values.isEmpty()) {
        function.apply(key, Optional.empty(), new Handle<>(state, true), out);
        return Optional.empty();
      }
      Handle<S> handle = new Handle<>(state, false);
      for (V value : values) {
        function.apply(key, Optional.of(value), handle, out);
      }
      return handle.state;
    } catch (Exception e) {
      throw UserCode.failed(where, e);
    }
  }

  private static final class Handle<S> implements KeyState<S> {
    private final boolean timingOut;
    private Optional<S> state;

    Handle(Optional<S> state, boolean timingOut) {
      this.state = state;
      this.timingOut = timingOut;
    }

    @Override
    public Optional<S> get() {
      return state;
    }

    @Override
    public void update(S newState) {
      Objects.requireNonNull(newState, "state");
      if (timingOut) {
        throw new IllegalStateException(
            "the key is timing out, its state cannot be kept; check isTimingOut()");
      }
      state = Optional.of(newState);
    }

    @Override
    public void remove() {
      state = Optional.empty();
    }

    @Override
    public boolean isTimingOut() {
      return timingOut;
    }
  }
}
