package dev.millrace.core.internal.state;

import dev.millrace.core.MillraceException;
import dev.millrace.core.internal.codec.ByteOutput;
import dev.millrace.core.internal.collect.KeyIndex;
import dev.millrace.core.state.StateBudget;
import dev.millrace.core.state.StateDescriptor;
import java.io.IOException;
import java.util.Arrays;

/**
 * What each key of a partition counts by the table's budget. Follows from keys and states alone.
 */
final class StateSizes<K, S> {
  private final StateDescriptor<K, S> descriptor;
  private final ByteOutput scratch = new ByteOutput();
  private int[] byNumber = new int[8];
  private int[] keyBytes = new int[8];
  private long total;
  private long totalOfKeys;

  StateSizes(StateDescriptor<K, S> descriptor) {
    this.descriptor = descriptor;
  }

  /** Of all keys. */
  long total() {
    return total;
  }

  /** Of all keys, without their states. */
  long keyBytes() {
    return totalOfKeys;
  }

  /** Of the key of a number, without its state. */
  int keyBytes(int number) {
    return keyBytes[number];
  }

  /** What a key would count without its state. */
  int keyBytes(K key) {
    scratch.clear();
    try {
      descriptor.keys().write(key, scratch);
    } catch (IOException e) {
      throw cannotEncode(e);
    }
    return StateBudget.KEY_BYTES + scratch.size();
  }

  /** Of the key of a number. */
  int of(int number) {
    return byNumber[number];
  }

  /** What a key would count with a state. */
  int of(K key, S state) {
    return keyBytes(key) + stateBytes(state);
  }

  private int stateBytes(S state) {
    scratch.clear();
    try {
      descriptor.states().write(state, scratch);
    } catch (IOException e) {
      throw cannotEncode(e);
    }
    return scratch.size();
  }

  private MillraceException cannotEncode(IOException e) {
    return new MillraceException("cannot encode state '" + descriptor.name() + "': " + e, e);
  }

  void set(int number, K key, S state) {
    if (number >= byNumber.length) {
      byNumber = Arrays.copyOf(byNumber, Math.max(number + 1, KeyIndex.grown(number)));
      keyBytes = Arrays.copyOf(keyBytes, byNumber.length);
    }
    if (keyBytes[number] == 0) {
      keyBytes[number] = keyBytes(key);
      totalOfKeys += keyBytes[number];
    }
    int size = keyBytes[number] + stateBytes(state);
    total += size - byNumber[number];
    byNumber[number] = size;
  }

  void remove(int number) {
    total -= byNumber[number];
    totalOfKeys -= keyBytes[number];
    byNumber[number] = 0;
    keyBytes[number] = 0;
  }

  /**
   * Keys got other numbers, none greater than before.
   *
   * @param numbers the new number of each
   * @param live how many keys there are
   */
  void renumber(int[] numbers, int live) {
    int[] newSizes = new int[Math.max(8, live)];
    int[] newKeyBytes = new int[newSizes.length];
    for (int number = 0; number < numbers.length; number++) {
      if (byNumber[number] > 0) {
        newSizes[numbers[number]] = byNumber[number];
        newKeyBytes[numbers[number]] = keyBytes[number];
      }
    }
    byNumber = newSizes;
    keyBytes = newKeyBytes;
  }
}
