package dev.millrace.core.internal.state;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.engine.TaskContext;
import dev.millrace.core.internal.collect.Groups;
import dev.millrace.core.source.DeadLetter;
import dev.millrace.core.state.StateBudget;
import dev.millrace.core.state.StateDescriptor;
import java.util.BitSet;
import java.util.List;

/**
 * Keeps the changes that one task wants to do to a partition within the partition's share of the
 * budget. What is given up becomes changes as well, so whoever applies or stores these need not
 * know of budgets.
 */
final class StateRoom<K, S> {
  private static final int NEW = -1;

  private final StateDescriptor<K, S> descriptor;
  private final StateBudget budget;
  private final StatePartition<K, S> partition;
  private final StateSizes<K, S> sizes;
  private final StateChanges<K, S> changes;
  private final TaskContext task;

  /** Numbers of the keys that the changes are of. */
  private final BitSet touched = new BitSet();

  private long bytes;
  private long keyBytes;
  private long evicted;
  private long expired;
  private long refused;

  StateRoom(
      StateDescriptor<K, S> descriptor,
      StatePartition<K, S> partition,
      StateChanges<K, S> changes,
      TaskContext task) {
    this.descriptor = descriptor;
    this.budget = descriptor.budget();
    this.partition = partition;
    this.sizes = partition.sizes();
    this.changes = changes;
    this.task = task;
    this.bytes = sizes.total();
    this.keyBytes = sizes.keyBytes();
  }

  /** Removes keys that were not used for long, and are not to be met now either. */
  void expire(Groups<K, ?> arrived, int[] visited) {
    if (budget.ttl().isZero() || partition.isUndated()) {
      return;
    }
    int[] silent =
        partition.changes().changedBefore(StateTime.nanos(task.batch().time().minus(budget.ttl())));
    if (silent.length == 0) {
      return;
    }
    BitSet met = new BitSet();
    for (int number : visited) {
      met.set(number);
    }
    for (int number : silent) {
      if (!met.get(number) && arrived.find(partition.key(number)) < 0) {
        remove(number);
        expired++;
      }
    }
  }

  /**
   * A key gets a state.
   *
   * @param number of the key, or -1 if it is new
   * @return whether there is room for it; if not, nothing is counted
   */
  boolean put(K key, int number, S state) {
    long growth = (long) sizes.of(key, state) - (number == NEW ? 0 : sizes.of(number));
    if (budget.policy() == StateBudget.Policy.REFUSE
        && growth > 0
        && bytes + growth > descriptor.partitionBytes()) {
      return false;
    }
    bytes += growth;
    if (number == NEW) {
      keyBytes += sizes.keyBytes(key);
    } else {
      touched.set(number);
    }
    return true;
  }

  /** A key loses its state. */
  void removed(int number) {
    bytes -= sizes.of(number);
    keyBytes -= sizes.keyBytes(number);
    touched.set(number);
  }

  /** Sends values to the dead letters for which there is no room. */
  void refuse(K key, List<?> values) {
    String position = "batch " + task.batch().id() + ", key " + key;
    for (Object value : values) {
      task.reject(new DeadLetter(descriptor.name(), position, noRoom(), String.valueOf(value)));
    }
    refused += values.size();
  }

  /** No room for a key that was met without values. */
  ConfigurationException full(K key) {
    return new ConfigurationException(noRoom() + ": key " + key + " grew without values");
  }

  /** All keys have been met. */
  StateCounts finish() {
    boolean over =
        switch (budget.policy()) {
          case EVICT_LEAST_RECENTLY_USED, FAIL -> isOver();
          case SPILL -> keyBytes > descriptor.partitionBytes();
          case REFUSE -> false; // what was restored beyond the budget shrinks with time
        };
    if (over && budget.policy() == StateBudget.Policy.EVICT_LEAST_RECENTLY_USED) {
      evict();
    } else if (over) {
      throw new ConfigurationException(noRoom());
    }
    return new StateCounts(bytes, partition.spilledBytes(), evicted, expired, refused);
  }

  private void evict() {
    if (partition.isUndated()) {
      for (int n = partition.after(-1); n >= 0 && isOver(); n = partition.after(n)) {
        evictUntouched(n);
      }
    } else {
      ChangeOrder order = partition.changes();
      for (int e = order.oldestInOrder(); e >= 0 && isOver(); e = order.afterInOrder(e)) {
        evictUntouched(order.number(e));
      }
    }
    if (isOver()) {
      evictTouched();
    }
  }

  private void evictTouched() {
    for (int change : changes.putsInOrder()) {
      if (isOver()) {
        bytes -= sizes.of(changes.key(change), changes.state(change));
        changes.takeBack(change);
        evicted++;
      }
    }
    changes.compact();
  }

  private boolean isOver() {
    return bytes > descriptor.partitionBytes();
  }

  private void evictUntouched(int number) {
    if (!touched.get(number)) {
      remove(number);
      evicted++;
    }
  }

  private void remove(int number) {
    changes.remove(partition.key(number), number);
    removed(number);
  }

  private String noRoom() {
    return "state '"
        + descriptor.name()
        + "' has no room left: partition "
        + task.partition()
        + " of "
        + descriptor.partitions()
        + " holds "
        + partition.size()
        + " keys, "
        + sizes.total()
        + " of "
        + descriptor.partitionBytes()
        + " bytes; raise maxBytes ("
        + budget.maxBytes()
        + ") of its budget, give it a ttl, or let it evict";
  }
}
