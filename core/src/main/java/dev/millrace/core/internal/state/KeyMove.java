package dev.millrace.core.internal.state;

import dev.millrace.core.engine.KeyPartitioner;
import dev.millrace.core.state.StateDescriptor;
import java.util.ArrayList;
import java.util.List;

/** Sends keys, with their states and times, to the partitions where they now belong. */
final class KeyMove<K, S> {
  /** The time of a key of which it is not known. */
  private static final long UNKNOWN = StateChanges.UNTIMED;

  private final StateDescriptor<K, S> descriptor;
  private final List<StatePartition<K, S>> partitions;
  private final List<PartitionBlocks.Times> times = new ArrayList<>();
  private boolean timed = true;

  KeyMove(StateDescriptor<K, S> descriptor, List<StatePartition<K, S>> partitions) {
    this.descriptor = descriptor;
    this.partitions = partitions;
    partitions.forEach(partition -> times.add(new PartitionBlocks.Times()));
  }

  private void add(K key, S state, long time) {
    int target = KeyPartitioner.partition(key, partitions.size());
    StatePartition<K, S> partition = partitions.get(target);
    int number = partition.reserve(key);
    partition.put(number, state);
    if (time == UNKNOWN) {
      timed = false;
    } else {
      times.get(target).set(number, time);
    }
  }

  /** Adds all keys of a partition. */
  void add(StatePartition<K, S> stored) {
    boolean dated = descriptor.timed() && !stored.isUndated();
    for (int n = stored.after(-1); n >= 0; n = stored.after(n)) {
      add(stored.key(n), stored.state(n), dated ? stored.changes().timeOf(n) : UNKNOWN);
    }
  }

  /** Every key has been added. */
  void finish() {
    if (descriptor.timed() && timed) {
      for (int i = 0; i < partitions.size(); i++) {
        partitions.get(i).dated(times.get(i).byNumber());
      }
    }
  }
}
