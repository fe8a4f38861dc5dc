package dev.millrace.core.state;

import java.io.Serializable;
import java.util.Objects;

/**
 * What an engine must know to keep a table of keyed state.
 *
 * @param name the operator's stable name
 * @param keys codec of the keys
 * @param states codec of the values
 * @param partitions how many partitions the keys are spread over
 * @param timed whether the time of each key's last change is kept, so that keys can be visited when
 *     they {@linkplain dev.millrace.core.engine.StateFunction.Visit#EXPIRED expire}; without it
 *     what is saved does not depend on the clock
 */
public record StateDescriptor<K, S>(
    String name, StateCodec<K> keys, StateCodec<S> states, int partitions, boolean timed)
    implements Serializable {
  public StateDescriptor {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(states, "states");
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions must be at least 1, got " + partitions);
    }
  }

  /** Of keys that never expire. */
  public StateDescriptor(String name, StateCodec<K> keys, StateCodec<S> states, int partitions) {
    this(name, keys, states, partitions, false);
  }
}
