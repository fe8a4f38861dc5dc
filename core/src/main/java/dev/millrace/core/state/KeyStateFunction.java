package dev.millrace.core.state;

import dev.millrace.core.function.Emitter;
import java.io.Serializable;
import java.util.Optional;

/** Meets one value with the state of its key. See {@link StateSpec}. */
@FunctionalInterface
public interface KeyStateFunction<K, V, S, R> extends Serializable {
  /**
   * @param value empty when, and only when, the key is timing out
   * @param out takes any number of results
   */
  void apply(K key, Optional<V> value, KeyState<S> state, Emitter<R> out) throws Exception;
}
