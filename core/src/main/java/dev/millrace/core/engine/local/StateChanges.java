package dev.millrace.core.engine.local;

import java.util.ArrayList;
import java.util.List;

/**
 * What one task wants to do to a partition of a table: each key at most once, in the order in which
 * keys were met. The partition itself stays as it is until the changes are applied.
 */
final class StateChanges<K, S> {
  private final long time;
  private final List<K> keys = new ArrayList<>();
  private final List<S> states = new ArrayList<>();

  /**
   * @param time of the batch, in nanoseconds since 1970
   */
  StateChanges(long time) {
    this.time = time;
  }

  void put(K key, S state) {
    keys.add(key);
    states.add(state);
  }

  void remove(K key) {
    keys.add(key);
    states.add(null);
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  void applyTo(StatePartition<K, S> partition) {
    for (int i = 0; i < keys.size(); i++) {
      S state = states.get(i);
      if (state == null) {
        partition.remove(keys.get(i));
      } else {
        partition.put(keys.get(i), state, time);
      }
    }
    partition.compact();
  }
}
