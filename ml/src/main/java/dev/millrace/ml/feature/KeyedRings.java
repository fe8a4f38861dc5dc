package dev.millrace.ml.feature;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/**
 * The last few numbers of every key, in flat arrays: slot s owns {@code length} places from {@code
 * s * length} on, used as a ring. Slots are chained from the key that was written longest ago to
 * the newest; once there are as many keys as allowed, the oldest gives its slot to a new one.
 *
 * <p>Not thread-safe. Saved in the order of that chain, so equal histories give equal bytes.
 */
final class KeyedRings implements Serializable {
  private static final int NONE = -1;

  private final int length;
  private final int maxKeys;
  private final HashMap<String, Integer> slots = new HashMap<>();
  private final List<String> keys = new ArrayList<>();
  private double[] values;
  private int[] next = new int[8];
  private int[] count = new int[8];
  private int[] older = new int[8];
  private int[] newer = new int[8];
  private int oldest = NONE;
  private int newest = NONE;

  /**
   * @param length how many numbers are kept of a key
   * @param maxKeys how many keys are kept
   */
  KeyedRings(int length, int maxKeys) {
    this.length = length;
    this.maxKeys = maxKeys;
    this.values = new double[8 * length];
  }

  int keys() {
    return keys.size();
  }

  /**
   * Copies the numbers of a key, the newest first.
   *
   * @return how many there are
   */
  int read(String key, double[] newestFirst) {
    Integer slot = slots.get(key);
    if (slot == null) {
      return 0;
    }
    int base = slot * length;
    int at = next[slot];
    for (int i = 0; i < count[slot]; i++) {
      at = at == 0 ? length - 1 : at - 1;
      newestFirst[i] = values[base + at];
    }
    return count[slot];
  }

  /**
   * Adds a number to a key.
   *
   * @return the key that had to go to make room, or the key itself if none had to
   */
  String add(String key, double value) {
    String gone = key;
    Integer known = slots.get(key);
    int slot;
    if (known != null) {
      slot = known;
      unlink(slot);
    } else if (keys.size() < maxKeys) {
      slot = grow(key);
    } else {
      slot = oldest;
      unlink(slot);
      gone = keys.get(slot);
      slots.remove(gone);
      keys.set(slot, key);
      slots.put(key, slot);
      count[slot] = 0;
      next[slot] = 0;
    }
    linkNewest(slot);
    values[slot * length + next[slot]] = value;
    next[slot] = next[slot] + 1 == length ? 0 : next[slot] + 1;
    count[slot] = Math.min(length, count[slot] + 1);
    return gone;
  }

  private int grow(String key) {
    int slot = keys.size();
    if (slot == next.length) {
      int larger = (int) Math.min(2L * slot, maxKeys);
      next = Arrays.copyOf(next, larger);
      count = Arrays.copyOf(count, larger);
      older = Arrays.copyOf(older, larger);
      newer = Arrays.copyOf(newer, larger);
      values = Arrays.copyOf(values, Math.multiplyExact(larger, length));
    }
    keys.add(key);
    slots.put(key, slot);
    return slot;
  }

  private void unlink(int slot) {
    if (older[slot] == NONE) {
      oldest = newer[slot];
    } else {
      newer[older[slot]] = newer[slot];
    }
    if (newer[slot] == NONE) {
      newest = older[slot];
    } else {
      older[newer[slot]] = older[slot];
    }
  }

  private void linkNewest(int slot) {
    older[slot] = newest;
    newer[slot] = NONE;
    if (newest == NONE) {
      oldest = slot;
    } else {
      newer[newest] = slot;
    }
    newest = slot;
  }

  /** All keys, from the one that was written longest ago to the newest. */
  List<String> inOrder() {
    List<String> order = new ArrayList<>(keys.size());
    for (int slot = oldest; slot != NONE; slot = newer[slot]) {
      order.add(keys.get(slot));
    }
    return order;
  }

  void save(StateWriter out) {
    List<String> order = inOrder();
    int[] counts = new int[order.size()];
    int[] keyBytes = new int[order.size()];
    byte[][] encoded = new byte[order.size()][];
    double[] kept = new double[order.size() * length];
    double[] ring = new double[length];
    int at = 0;
    int bytes = 0;
    for (int i = 0; i < counts.length; i++) {
      encoded[i] = order.get(i).getBytes(StandardCharsets.UTF_8);
      keyBytes[i] = encoded[i].length;
      bytes = Math.addExact(bytes, keyBytes[i]);
      counts[i] = read(order.get(i), ring);
      for (int j = counts[i] - 1; j >= 0; j--) {
        kept[at++] = ring[j];
      }
    }
    byte[] text = new byte[bytes];
    int end = 0;
    for (byte[] key : encoded) {
      System.arraycopy(key, 0, text, end, key.length);
      end += key.length;
    }
    out.put("keyBytes", keyBytes).put("keys", text).put("counts", counts).put("values", kept, at);
  }

  /** Takes over what was saved; of a longer ring the newest numbers. */
  void restore(StateReader in) {
    int[] keyBytes = in.getInts("keyBytes");
    byte[] text = in.getBytes("keys");
    int[] counts = in.getInts("counts");
    double[] kept = in.getDoubles("values");
    SavedRings.check(in.part(), keyBytes, text.length, counts, kept.length);
    int at = 0;
    int textAt = 0;
    for (int i = 0; i < counts.length; i++) {
      String key = new String(text, textAt, keyBytes[i], StandardCharsets.UTF_8);
      textAt += keyBytes[i];
      for (int j = 0; j < counts[i]; j++) {
        add(key, kept[at++]);
      }
    }
  }

  /** What must hold of saved arrays before they are walked along. */
  private static final class SavedRings {
    private SavedRings() {}

    static void check(String part, int[] keyBytes, int bytes, int[] counts, int numbers) {
      if (keyBytes.length != counts.length
          || !sumsTo(keyBytes, bytes)
          || !sumsTo(counts, numbers)) {
        throw new dev.millrace.core.CheckpointException(
            "state of '" + part + "': keys, counts and numbers do not fit together");
      }
    }

    private static boolean sumsTo(int[] parts, long whole) {
      long sum = 0;
      for (int part : parts) {
        if (part < 0) {
          return false;
        }
        sum += part;
      }
      return sum == whole;
    }
  }
}
