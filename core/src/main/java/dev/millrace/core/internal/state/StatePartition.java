package dev.millrace.core.internal.state;

import dev.millrace.core.internal.collect.KeyIndex;
import dev.millrace.core.state.Deadlines;
import dev.millrace.core.state.StateBudget;
import dev.millrace.core.state.StateDescriptor;
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
  private final Deadlines<S> deadlines;
  private final DueOrder eventTimes = new DueOrder();
  private final DueOrder processing = new DueOrder();
  private boolean undated;

  /** Null if there is no budget. */
  private final StateSizes<K, S> sizes;

  /** Null if states never go to disk. */
  private final StateSpill<K, S> spill;

  /** Null until the partition is saved for the first time. */
  private Unsaved<K> unsaved;

  /** Of keys that are never due, without a budget. */
  public StatePartition() {
    this(Deadlines.none(), null, null);
  }

  /** A partition of a table. */
  public StatePartition(StateDescriptor<K, S> descriptor) {
    this(descriptor, descriptor.budget().isLimited() ? new StateSizes<>(descriptor) : null);
  }

  private StatePartition(StateDescriptor<K, S> descriptor, StateSizes<K, S> sizes) {
    this(
        descriptor.deadlines(),
        sizes,
        descriptor.budget().policy() == StateBudget.Policy.SPILL
            ? new StateSpill<>(descriptor, sizes)
            : null);
  }

  private StatePartition(Deadlines<S> deadlines, StateSizes<K, S> sizes, StateSpill<K, S> spill) {
    this.deadlines = deadlines;
    this.sizes = sizes;
    this.spill = spill;
  }

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
    Object state = states[number];
    return state == StateSpill.SPILLED ? spill.get(number) : (S) state;
  }

  /** Which keys were changed when. */
  public ChangeOrder changes() {
    return changes;
  }

  /** Bytes of the states that are on disk. */
  long spilledBytes() {
    return spill == null ? 0 : spill.bytes();
  }

  /** What keys count by the budget; null if there is none. */
  StateSizes<K, S> sizes() {
    return sizes;
  }

  /** Which keys are due when in event time. */
  DueOrder eventTimes() {
    return eventTimes;
  }

  /** Which keys are due when in the pipeline's own progress. */
  DueOrder processing() {
    return processing;
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
    set(number, state);
    undated = true;
    touch(number);
  }

  /** Whether there are keys of which nobody knows when they were changed. */
  public boolean isUndated() {
    return undated;
  }

  /** Takes all keys to have been changed at a time, in their order, if that is not known. */
  public void date(long time) {
    if (undated) {
      undated = false;
      unsaved = null; // every key has a time now that is to be saved
      for (int number = after(NONE); number != NONE; number = after(number)) {
        changes.changed(number, time);
      }
    }
  }

  /** Keeps a state for the key of a number, changed at a time. */
  public void put(int number, S state, long time) {
    set(number, state);
    changes.changed(number, time);
    touch(number);
  }

  private void set(int number, S state) {
    states[number] = state;
    eventTimes.set(number, deadlines.eventTime(state));
    processing.set(number, deadlines.processing(state));
    if (sizes != null) {
      sizes.set(number, index.key(number), state);
    }
    if (spill != null) {
      spill.put(number, states, index.size());
    }
  }

  public void remove(int number) {
    if (unsaved != null) {
      unsaved.remove(number, index.key(number));
    }
    states[number] = null;
    index.remove(number);
    changes.removed(number);
    eventTimes.remove(number);
    processing.remove(number);
    if (sizes != null) {
      sizes.remove(number);
    }
    if (spill != null) {
      spill.remove(number);
    }
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

  /** What changed since the last time, or null when everything is to be saved. */
  Unsaved<K> unsaved() {
    return unsaved;
  }

  /** Everything is saved. */
  void saved() {
    unsaved.clear(index.size(), index.live());
  }

  /** Begins a snapshot of the keys that there are. */
  void beginSnapshot() {
    if (unsaved == null) {
      unsaved = new Unsaved<>();
    }
    unsaved.beginSnapshot(index.size(), index.live());
  }

  /**
   * Everything that was saved is in it again.
   *
   * @param times of the last change by number, or null when not known
   * @param written so many keys of the snapshot that is being written are written
   * @param ofKeys and so many there are
   */
  void restored(long[] times, int written, int ofKeys) {
    if (times == null) {
      closeGaps();
    } else {
      dated(times);
    }
    unsaved = new Unsaved<>();
    saved();
    unsaved.restoreSnapshot(written, ofKeys);
  }

  /** Keys that have no times yet were last changed at these, by number; numbers change. */
  void dated(long[] times) {
    long[] compact = new long[index.live()];
    int at = 0;
    for (int number = after(NONE); number != NONE; number = after(number)) {
      compact[at++] = times[number];
    }
    closeGaps();
    changes.restore(compact);
    undated = false;
  }

  private void closeGaps() {
    if (index.size() > index.live()) {
      renumber();
    }
  }

  private void touch(int number) {
    if (unsaved != null) {
      unsaved.put(number);
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
    eventTimes.renumber(numbers);
    processing.renumber(numbers);
    if (sizes != null) {
      sizes.renumber(numbers, live);
    }
    if (spill != null) {
      spill.renumber(numbers, live);
    }
    if (unsaved != null) {
      unsaved.renumber(number -> states[number] == null ? NONE : numbers[number]);
    }
    index = kept;
    states = keptStates;
  }
}
