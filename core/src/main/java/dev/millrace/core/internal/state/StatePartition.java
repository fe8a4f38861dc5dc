package dev.millrace.core.internal.state;

import dev.millrace.core.internal.collect.KeyIndex;
import java.util.Arrays;

/**
 * One partition of keyed state: per key its state and, if keys may expire, when it was last
 * changed. Keys are numbered in the order in which they came. About 30 to 40 bytes per key beside
 * key and state.
 */
public final class StatePartition<K, S> {
  private static final int NONE = -1;
  private static final int MIN_HOLES = 1024;

  private KeyIndex<K> index = new KeyIndex<>();
  private Object[] states = new Object[8];
  private final ChangeOrder changes = new ChangeOrder();
  private boolean undated;

  public int size() {
    return index.live();
  }

  /** One more than the highest number. */
  public int slots() {
    return index.size();
  }

  /** The number of a key, or -1. */
  public int find(K key) {
    return index.find(key);
  }

  public K key(int number) {
    return index.key(number);
  }

  @SuppressWarnings("unchecked") // holds nothing but S
  public S state(int number) {
    return (S) states[number];
  }

  /** Which keys were changed when. */
  public ChangeOrder changes() {
    return changes;
  }

  /**
   * Gives a key its place in the order of the keys; its state must be put before anything else.
   *
   * @return its number
   */
  public int reserve(K key) {
    int number = index.add(key);
    if (number == states.length) {
      states = Arrays.copyOf(states, KeyIndex.grown(number));
    }
    return number;
  }

  /** Keeps a state for the key of a number, changed at no time in particular. */
  public void put(int number, S state) {
    states[number] = state;
    undated = true;
  }

  /** Whether there are keys of which nobody knows when they were changed. */
  public boolean isUndated() {
    return undated;
  }

  /** Takes all keys to have been changed at a time, in their order, if that is not known. */
  public void date(long time) {
    if (undated) {
      undated = false;
      for (int number = after(NONE); number != NONE; number = after(number)) {
        changes.changed(number, time);
      }
    }
  }

  /** Keeps a state for the key of a number, changed at a time. */
  public void put(int number, S state, long time) {
    states[number] = state;
    changes.changed(number, time);
  }

  public void remove(int number) {
    states[number] = null;
    index.remove(number);
    changes.removed(number);
  }

  /** The number after {@code number} in the order of the keys, or -1; begins with -1. */
  public int after(int number) {
    for (int next = number + 1; next < index.size(); next++) {
      if (states[next] != null) {
        return next;
      }
    }
    return NONE;
  }

  /** Gives unused room back if there is much; numbers and entries change. */
  public void tidy() {
    int holes = index.size() - index.live();
    if (holes > MIN_HOLES && holes > index.live()) {
      renumber();
    } else {
      changes.tidy(index.live());
    }
  }

  private void renumber() {
    int live = index.live();
    KeyIndex<K> kept = new KeyIndex<>(live);
    int[] numbers = new int[index.size()];
    Object[] keptStates = new Object[Math.max(8, live)];
    for (int number = after(NONE); number != NONE; number = after(number)) {
      int now = kept.add(index.key(number));
      keptStates[now] = states[number];
      numbers[number] = now;
    }
    changes.rebuild(numbers, live);
    index = kept;
    states = keptStates;
  }
}
