package dev.millrace.core.internal.collect;

import java.util.Arrays;

/**
 * Numbers keys 0, 1, 2 … in the order in which they first come; the caller keeps what belongs to a
 * key in arrays by that number. An open-addressing table with linear probing; walking over the
 * numbers walks over the keys in order. About 20 bytes per key. Not thread-safe.
 *
 * <pre>{@code
 * table slot = 0: free, or  upper half: spread hash | lower half: number + 1
 * }</pre>
 */
public final class KeyIndex<K> {
  private static final int MIN_SLOTS = 16;
  private static final int GOLDEN_RATIO = 0x9E3779B9;

  private long[] table;
  private int mask;
  private int shift;
  private Object[] keys;
  private int size;
  private int removed;

  public KeyIndex() {
    this(0);
  }

  /**
   * @param expected how many keys there is room for without growing
   */
  public KeyIndex(int expected) {
    int slots = MIN_SLOTS;
    while (limit(slots) < expected) {
      slots *= 2;
    }
    allocate(slots);
    keys = new Object[Math.max(8, expected)];
  }

  /** How many numbers were given, those of removed keys included. */
  public int size() {
    return size;
  }

  /** How many keys there are. */
  public int live() {
    return size - removed;
  }

  /** The key of a number, or null when it was removed. */
  @SuppressWarnings("unchecked")
  public K key(int number) {
    return (K) keys[number];
  }

  /** The number of a key, or -1. */
  public int find(K key) {
    int hash = spread(key);
    int slot = hash >>> shift;
    for (long entry = table[slot]; entry != 0; entry = table[slot]) {
      if ((int) (entry >>> 32) == hash && keys[(int) entry - 1].equals(key)) {
        return (int) entry - 1;
      }
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  /** The number of a key, which is {@code size()} before the call if it is new. */
  public int add(K key) {
    int hash = spread(key);
    int slot = hash >>> shift;
    for (long entry = table[slot]; entry != 0; entry = table[slot]) {
      if ((int) (entry >>> 32) == hash && keys[(int) entry - 1].equals(key)) {
        return (int) entry - 1;
      }
      slot = (slot + 1) & mask;
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, grown(size));
    }
    keys[size] = key;
    table[slot] = ((long) hash << 32) | (size + 1);
    size++;
    if (live() > limit(table.length)) {
      grow();
    }
    return size - 1;
  }

  /** Forgets a key; its number is not given again. */
  public void remove(int number) {
    int slot = spread(key(number)) >>> shift;
    while ((int) table[slot] != number + 1) {
      slot = (slot + 1) & mask;
    }
    closeGap(slot);
    keys[number] = null;
    removed++;
  }

  /** The next size of an array that holds {@code length} elements and needs more. */
  public static int grown(int length) {
    return Math.max(8, length + (length >> 1));
  }

  /** Moves later entries of the run back, so that none is cut off from its first slot. */
  private void closeGap(int free) {
    int gap = free;
    int slot = (gap + 1) & mask;
    for (long entry = table[slot]; entry != 0; entry = table[slot]) {
      int home = (int) (entry >>> 32) >>> shift;
      if (((slot - home) & mask) >= ((slot - gap) & mask)) {
        table[gap] = entry;
        gap = slot;
      }
      slot = (slot + 1) & mask;
    }
    table[gap] = 0;
  }

  private void grow() {
    long[] old = table;
    allocate(old.length * 2);
    for (long entry : old) {
      if (entry != 0) {
        int slot = (int) (entry >>> 32) >>> shift;
        while (table[slot] != 0) {
          slot = (slot + 1) & mask;
        }
        table[slot] = entry;
      }
    }
  }

  private void allocate(int slots) {
    table = new long[slots];
    mask = slots - 1;
    shift = 32 - Integer.numberOfTrailingZeros(slots);
  }

  private static int limit(int slots) {
    return (slots >> 3) * 5;
  }

  private static int spread(Object key) {
    int hash = key.hashCode();
    return (hash ^ (hash >>> 15)) * GOLDEN_RATIO;
  }
}
