package dev.millrace.ml.instance;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.RandomAccess;
import java.util.Set;

/**
 * Names of features, no two alike; immutable. The slots of a hashed column, {@code column#0} to
 * {@code column#n}, are kept as one: a million of them take no more memory, and no longer to be
 * sent to a task, than ten.
 */
final class FeatureNames extends AbstractList<String> implements RandomAccess, Serializable {
  private static final long serialVersionUID = 1L;
  private static final String FIRST_SLOT = "#0";

  private final String[] names;

  /** Where each of {@link #names} begins, and where the last ends. */
  private final int[] starts;

  private FeatureNames(String[] names, int[] starts) {
    this.names = names;
    this.starts = starts;
  }

  /**
   * @throws IllegalArgumentException when two are alike
   */
  static FeatureNames of(List<String> all) {
    if (all instanceof FeatureNames names) {
      return names;
    }
    List<String> copy = List.copyOf(all);
    Set<String> different = new HashSet<>(copy);
    if (different.size() != copy.size()) {
      throw new IllegalArgumentException("feature names must differ, got " + copy);
    }
    List<String> names = new ArrayList<>();
    int[] starts = new int[copy.size() + 1];
    for (int i = 0; i < copy.size(); i = starts[names.size()]) {
      names.add(copy.get(i));
      starts[names.size()] = i + run(copy, i);
    }
    return new FeatureNames(names.toArray(String[]::new), Arrays.copyOf(starts, names.size() + 1));
  }

  /** How many names from {@code first} on one name stands for. */
  private static int run(List<String> all, int first) {
    String name = all.get(first);
    if (!name.endsWith(FIRST_SLOT)) {
      return 1;
    }
    String prefix = prefix(name);
    int length = 1;
    while (first + length < all.size() && all.get(first + length).equals(prefix + length)) {
      length++;
    }
    return length;
  }

  private static String prefix(String firstSlot) {
    return firstSlot.substring(0, firstSlot.length() - 1);
  }

  @Override
  public String get(int index) {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException("feature " + index + " of " + size());
    }
    int found = Arrays.binarySearch(starts, index);
    int at = found >= 0 ? found : -found - 2;
    int slot = index - starts[at];
    return slot == 0 ? names[at] : prefix(names[at]) + slot;
  }

  @Override
  public int size() {
    return starts[starts.length - 1];
  }

  /** Each name that is kept. */
  List<String> kept() {
    return List.of(names);
  }

  /** How many slots each name that is kept stands for; 0 where it is not that of a first slot. */
  int[] runs() {
    int[] runs = new int[names.length];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = names[i].endsWith(FIRST_SLOT) ? starts[i + 1] - starts[i] : 0;
    }
    return runs;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureNames that
        ? Arrays.equals(names, that.names) && Arrays.equals(starts, that.starts)
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
