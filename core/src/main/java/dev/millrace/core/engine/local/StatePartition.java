package dev.millrace.core.engine.local;

import dev.millrace.core.internal.collect.KeyIndex;
import java.util.Arrays;

/**
 * One partition of keyed state: per key its state and the time of the batch that last changed it.
 * Keys are numbered in the order in which they came; a linked list over the numbers holds them in
 * the order of their last change, so that the oldest are found without looking at the others. About
 * 45 bytes per key beside key and state.
 *
 * <p>Invariant: times never fall along the list of changes. A batch time that runs backwards counts
 * as the newest time so far.
 */
final class StatePartition<K, S> {
  private static final int NONE = -1;
  private static final int MIN_HOLES = 1024;

  private KeyIndex<K> index = new KeyIndex<>();
  private Object[] states = new Object[8];
  private long[] times = new long[8];
  private int[] older = new int[8];
  private int[] newer = new int[8];
  private int oldest = NONE;
  private int newest = NONE;

  int size() {
    return index.live();
  }

  /** One more than the highest number. */
  int slots() {
    return index.size();
  }

  /** The number of a key, or -1. */
  int find(K key) {
    return index.find(key);
  }

  K key(int number) {
    return index.key(number);
  }

  @SuppressWarnings("unchecked")
  S state(int number) {
    return (S) states[number];
  }

  long time(int number) {
    return times[number];
  }

  /**
   * Gives a key its place in the order of the keys; its state must be put before anything else.
   *
   * @return its number
   */
  int reserve(K key) {
    int number = index.add(key);
    if (number == states.length) {
      int length = KeyIndex.grown(number);
      states = Arrays.copyOf(states, length);
      times = Arrays.copyOf(times, length);
      older = Arrays.copyOf(older, length);
      newer = Arrays.copyOf(newer, length);
    }
    return number;
  }

  void put(K key, S state, long time) {
    int number = reserve(key);
    if (states[number] != null) {
      unlink(number);
    }
    states[number] = state;
    times[number] = newest == NONE ? time : Math.max(time, times[newest]);
    link(number);
  }

  void remove(K key) {
    int number = index.find(key);
    if (number >= 0) {
      unlink(number);
      states[number] = null;
      index.remove(number);
    }
  }

  /** The number after {@code number} in the order of the keys, or -1; begins with -1. */
  int after(int number) {
    for (int next = number + 1; next < index.size(); next++) {
      if (states[next] != null) {
        return next;
      }
    }
    return NONE;
  }

  /** The key whose last change is the oldest, or -1. */
  int oldest() {
    return oldest;
  }

  /** The key that was changed next after {@code number}, or -1. */
  int newerThan(int number) {
    return newer[number];
  }

  /** Gives the room of removed keys back once they are the majority; numbers change. */
  void compact() {
    int holes = index.size() - index.live();
    if (holes < MIN_HOLES || holes < index.live()) {
      return;
    }
    KeyIndex<K> keptIndex = new KeyIndex<>(index.live());
    int[] now = new int[index.size()];
    int live = 0;
    for (int number = after(NONE); number != NONE; number = after(number)) {
      keptIndex.add(index.key(number));
      states[live] = states[number];
      times[live] = times[number];
      now[number] = live++;
    }
    relink(now, live);
    index = keptIndex;
  }

  /** Writes the list of changes in the new numbers and cuts the arrays to what is needed. */
  private void relink(int[] now, int live) {
    int length = Math.max(8, live);
    int[] order = new int[live];
    int at = 0;
    for (int number = oldest; number != NONE; number = newer[number]) {
      order[at++] = now[number];
    }
    states = Arrays.copyOf(states, length);
    Arrays.fill(states, live, length, null);
    times = Arrays.copyOf(times, length);
    older = new int[length];
    newer = new int[length];
    oldest = NONE;
    newest = NONE;
    for (int number : order) {
      link(number);
    }
  }

  private void link(int number) {
    older[number] = newest;
    newer[number] = NONE;
    if (newest == NONE) {
      oldest = number;
    } else {
      newer[newest] = number;
    }
    newest = number;
  }

  private void unlink(int number) {
    int before = older[number];
    int after = newer[number];
    if (before == NONE) {
      oldest = after;
    } else {
      newer[before] = after;
    }
    if (after == NONE) {
      newest = before;
    } else {
      older[after] = before;
    }
  }
}
