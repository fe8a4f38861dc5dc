package dev.millrace.core.internal.collect;

import dev.millrace.core.KeyValue;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Pairs grouped by key: keys in the order in which they first came, the values of a key in the
 * order in which they came. Made by counting, so a group costs no list that grows. Immutable.
 */
public final class Groups<K, V> {
  private final KeyIndex<K> index;
  private final Object[] values;
  private final int[] ends;

  private Groups(KeyIndex<K> index, Object[] values, int[] ends) {
    this.index = index;
    this.values = values;
    this.ends = ends;
  }

  public static <K, V> Groups<K, V> of(List<KeyValue<K, V>> pairs) {
    KeyIndex<K> index = new KeyIndex<>();
    int[] numbers = new int[pairs.size()];
    int[] ends = new int[8];
    int at = 0;
    for (KeyValue<K, V> pair : pairs) {
      int number = index.add(pair.key());
      if (number == ends.length) {
        ends = Arrays.copyOf(ends, KeyIndex.grown(number));
      }
      ends[number]++;
      numbers[at++] = number;
    }
    int start = 0;
    for (int number = 0; number < index.size(); number++) {
      int count = ends[number];
      ends[number] = start;
      start += count;
    }
    Object[] values = new Object[numbers.length];
    at = 0;
    for (KeyValue<K, V> pair : pairs) {
      values[ends[numbers[at++]]++] = pair.value();
    }
    return new Groups<>(index, values, ends);
  }

  /** How many groups there are. */
  public int size() {
    return index.size();
  }

  public K key(int group) {
    return index.key(group);
  }

  /** The group of a key, or -1. */
  public int find(K key) {
    return index.find(key);
  }

  /** A view of the values of a group; unmodifiable, never empty. */
  public List<V> values(int group) {
    return new Slice<>(values, group == 0 ? 0 : ends[group - 1], ends[group]);
  }

  /** Part of an array as a list. */
  private static final class Slice<V> extends AbstractList<V>
      implements RandomAccess, Serializable {
    private static final long serialVersionUID = 1L;

    private final transient Object[] values;
    private final transient int from;
    private final transient int size;

    Slice(Object[] values, int from, int until) {
      this.values = values;
      this.from = from;
      this.size = until - from;
    }

    @Override
    @SuppressWarnings("unchecked")
    public V get(int i) {
      return (V) values[from + Objects.checkIndex(i, size)];
    }

    @Override
    public int size() {
      return size;
    }

    /** Travels without the values of the other groups. */
    private Object writeReplace() {
      return Collections.unmodifiableList(new ArrayList<>(this));
    }
  }
}
