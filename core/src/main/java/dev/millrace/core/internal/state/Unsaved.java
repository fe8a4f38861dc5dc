package dev.millrace.core.internal.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * What changed in a partition since it was last saved, and how far the snapshot is that is written
 * along with the changes: from {@code cursor} to {@code end}, in the order of the keys.
 */
final class Unsaved<K> {
  /** A place among the numbers of keys, and how many keys there are before it. */
  private static final class Mark {
    private int number;
    private int rank;

    void set(int newNumber, int newRank) {
      number = newNumber;
      rank = newRank;
    }

    void removed(int removedNumber) {
      if (removedNumber < number) {
        rank--;
      }
    }
  }

  private final BitSet isChanged = new BitSet();
  private int[] changed = new int[8];
  private int count;
  private final List<K> removed = new ArrayList<>();

  /** Keys before this were there when the partition was last saved. */
  private final Mark saved = new Mark();

  private final Mark cursor = new Mark();
  private final Mark end = new Mark();

  void put(int number) {
    if (!isChanged.get(number)) {
      isChanged.set(number);
      if (count == changed.length) {
        changed = Arrays.copyOf(changed, count * 2);
      }
      changed[count++] = number;
    }
  }

  void remove(int number, K key) {
    if (number < saved.number) {
      removed.add(key);
    }
    saved.removed(number);
    cursor.removed(number);
    end.removed(number);
  }

  /** Numbers were given anew, without gaps: {@code renumbered} gives the new one, -1 for none. */
  void renumber(IntUnaryOperator renumbered) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int number = renumbered.applyAsInt(changed[i]);
      if (number >= 0) {
        changed[kept++] = number;
      }
    }
    count = kept;
    isChanged.clear();
    for (int i = 0; i < count; i++) {
      isChanged.set(changed[i]);
    }
    saved.number = saved.rank;
    cursor.number = cursor.rank;
    end.number = end.rank;
  }

  /** How many keys changed or went, at most. */
  int size() {
    return count + removed.size();
  }

  /** Keys that were there when last saved, in the order in which they went. */
  List<K> removed() {
    return removed;
  }

  /** Numbers of keys that changed, some of which may be gone since, in the order of the keys. */
  int[] changed() {
    int[] numbers = Arrays.copyOf(changed, count);
    Arrays.sort(numbers);
    return numbers;
  }

  /** Everything is saved now. */
  void clear(int slots, int live) {
    for (int i = 0; i < count; i++) {
      isChanged.clear(changed[i]);
    }
    if (changed.length > 1 << 16) {
      changed = new int[8];
    }
    count = 0;
    removed.clear();
    saved.set(slots, live);
  }

  /** Begins a snapshot of the keys that there are. */
  void beginSnapshot(int slots, int live) {
    cursor.set(0, 0);
    end.set(slots, live);
  }

  /** Goes on with a snapshot of which so many keys of so many are written. */
  void restoreSnapshot(int cursorRank, int endRank) {
    cursor.set(cursorRank, cursorRank);
    end.set(endRank, endRank);
  }

  boolean isSnapshotDone() {
    return cursor.number >= end.number;
  }

  int cursor() {
    return cursor.number;
  }

  int end() {
    return end.number;
  }

  int cursorRank() {
    return cursor.rank;
  }

  int endRank() {
    return end.rank;
  }

  /** Everything before {@code number} is written, {@code keys} more than before. */
  void advance(int number, int keys) {
    cursor.set(number, cursor.rank + keys);
  }
}
