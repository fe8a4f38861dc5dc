package dev.millrace.core.internal.state;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.state.StateDescriptor;
import java.util.BitSet;

/**
 * Keeps the states that a partition holds in memory within its share of the budget by moving others
 * to disk: a hand goes round the keys and takes the state of each that was not put since it last
 * passed by. Which states lie where shows in nothing but the time that it takes to meet them.
 */
final class StateSpill<K, S> {
  /** Stands in the place of a state that is on disk. */
  static final Object SPILLED = new Object();

  private final StateDescriptor<K, S> descriptor;
  private final StateSizes<K, S> sizes;
  private final SpilledStates<S> spilled;
  private final BitSet used = new BitSet();
  private int hand = -1;

  StateSpill(StateDescriptor<K, S> descriptor, StateSizes<K, S> sizes) {
    this.descriptor = descriptor;
    this.sizes = sizes;
    this.spilled = new SpilledStates<>(descriptor);
  }

  /** Bytes of the states on disk. */
  long bytes() {
    return spilled.bytes();
  }

  /** The state on disk of a key. */
  S get(int number) {
    return spilled.get(number);
  }

  void remove(int number) {
    spilled.remove(number);
    used.clear(number);
  }

  /**
   * A key got a state.
   *
   * @param states by number; those that go to disk are replaced
   * @param size how many numbers there are
   */
  void put(int number, Object[] states, int size) {
    spilled.remove(number);
    used.set(number);
    if (inMemory() > descriptor.partitionBytes()) {
      spill(states, size);
    }
  }

  private long inMemory() {
    return sizes.total() - spilled.bytes();
  }

  /** Makes some more room than is needed, so that going round is worth it. */
  @SuppressWarnings("unchecked") // holds nothing but S and the mark
  private void spill(Object[] states, int size) {
    long forStates = descriptor.partitionBytes() - sizes.keyBytes();
    if (forStates < 0) {
      throw new ConfigurationException(
          "state '" + descriptor.name() + "': its keys alone exceed maxBytes of its budget");
    }
    long goal = sizes.keyBytes() + forStates / 8 * 7;
    for (int steps = 2 * size; steps > 0 && inMemory() > goal; steps--) {
      hand = hand + 1 < size ? hand + 1 : 0;
      Object state = states[hand];
      if (state != null && state != SPILLED) {
        if (used.get(hand)) {
          used.clear(hand);
        } else {
          spilled.put(hand, (S) state);
          states[hand] = SPILLED;
        }
      }
    }
  }

  /**
   * Keys got other numbers.
   *
   * @param numbers the new number of each
   * @param live how many keys there are
   */
  void renumber(int[] numbers, int live) {
    spilled.renumber(numbers, live);
    used.clear();
    hand = -1;
  }
}
