package dev.millrace.core.internal.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one task wants to do to a partition of a table: each key at most once, in the order in which
 * keys were met. The partition itself stays as it is until the changes are applied, so that the
 * numbers of known keys found by the task still hold then.
 */
public final class StateChanges<K, S> {
  /** The time of changes to a table that keeps no times. */
  public static final long UNTIMED = Long.MIN_VALUE;

  private static final int NEW = -1;

  private final long time;
  private final List<K> keys = new ArrayList<>();
  private final List<S> states = new ArrayList<>();
  private int[] numbers = new int[8];
  private StateCounts counts = StateCounts.NONE;

  /**
   * @param time of the batch, in nanoseconds since 1970, or {@link #UNTIMED}
   */
  public StateChanges(long time) {
    this.time = time;
  }

  public int size() {
    return keys.size();
  }

  /** Of the batch, in nanoseconds since 1970. */
  public long time() {
    return time;
  }

  public K key(int i) {
    return keys.get(i);
  }

  /** What is kept for key {@code i} from now on; null if it is removed. */
  public S state(int i) {
    return states.get(i);
  }

  /**
   * @param number of the key, or -1 for a new one
   */
  public void put(K key, int number, S state) {
    add(key, number, state);
  }

  public void remove(K key, int number) {
    add(key, number, null);
  }

  private void add(K key, int number, S state) {
    int at = keys.size();
    if (at == numbers.length) {
      numbers = Arrays.copyOf(numbers, at * 2);
    }
    numbers[at] = number;
    keys.add(key);
    states.add(state);
  }

  /** What they do to the table's budget. */
  public StateCounts counts() {
    return counts;
  }

  void counted(StateCounts what) {
    counts = what;
  }

  /** The changes that give keys a state, in the order of the keys as the table will have it. */
  int[] putsInOrder() {
    return IntStream.range(0, size())
        .filter(i -> states.get(i) != null)
        .boxed()
        .sorted(Comparator.comparingLong(i -> numbers[i] == NEW ? Long.MAX_VALUE : numbers[i]))
        .mapToInt(i -> i)
        .toArray();
  }

  /** The key of a change shall have no state. Followed by {@link #compact}. */
  void takeBack(int i) {
    states.set(i, null);
  }

  /** Leaves out removals of keys that are not there. */
  void compact() {
    int kept = 0;
    for (int i = 0; i < size(); i++) {
      if (states.get(i) != null || numbers[i] != NEW) {
        keys.set(kept, keys.get(i));
        states.set(kept, states.get(i));
        numbers[kept++] = numbers[i];
      }
    }
    keys.subList(kept, keys.size()).clear();
    states.subList(kept, states.size()).clear();
  }

  public void applyTo(StatePartition<K, S> partition) {
    if (time != UNTIMED) {
      partition.date(time);
    }
    for (int i = 0; i < keys.size(); i++) {
      S state = states.get(i);
      if (state == null) {
        partition.remove(numbers[i]);
      } else {
        int number = numbers[i] == NEW ? partition.reserve(keys.get(i)) : numbers[i];
        put(partition, number, state);
      }
    }
    partition.tidy();
  }

  private void put(StatePartition<K, S> partition, int number, S state) {
    if (time == UNTIMED) {
      partition.put(number, state);
    } else {
      partition.put(number, state, time);
    }
  }
}
