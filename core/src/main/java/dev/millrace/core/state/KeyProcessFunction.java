package dev.millrace.core.state;

import dev.millrace.core.function.Emitter;
import dev.millrace.core.time.KeyTimer;
import dev.millrace.core.time.Timed;
import java.io.Serializable;

/** Meets the values of a key, and its timers, with the key's state. See {@link ProcessSpec}. */
public interface KeyProcessFunction<K, V, S, R> extends Serializable {
  /**
   * A value has come.
   *
   * @param out takes any number of results
   */
  void onValue(K key, Timed<V> value, KeyProcess<S> process, Emitter<R> out) throws Exception;

  /**
   * A timer fires, and is set no longer.
   *
   * @param out takes any number of results
   */
  void onTimer(K key, KeyTimer timer, KeyProcess<S> process, Emitter<R> out) throws Exception;
}
