package dev.millrace.ml.feature;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;

/**
 * The last few numbers of every key, in flat arrays: slot s owns {@code length} places from {@code
 * s * length} on, used as a ring. Slots are chained from the key that was written longest ago to
 * the newest; once there are as many keys or bytes as allowed, the oldest keys make room for a new
 * one.
 *
 * <p>Not thread-safe. Saved in the order of that chain, so equal histories give equal bytes.
 */
final class KeyedRings implements Serializable {
  private static final int NONE = -1;

  /** What a key takes beside its text and its numbers, those of the committed view included. */
  private static final int KEY_BYTES = 256;

  private final int length;
  private final KeyLimits limits;
  private final HashMap<String, Integer> slots = new HashMap<>();
  private final List<String> keys = new ArrayList<>();
  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  private double[] values;
  private int[] next = new int[8];
  private int[] count = new int[8];
  private int[] older = new int[8];
  private int[] newer = new int[8];
  private int oldest = NONE;
  private int newest = NONE;
  private long bytes;

  /**
   * @param length how many numbers are kept of a key
   * @param limits of what is kept
   */
  KeyedRings(int length, KeyLimits limits) {
    this.length = length;
    this.limits = limits;
    this.values = new double[8 * length];
  }

  /** What all keys take, by a rule that depends on them alone. */
  long bytes() {
    return bytes;
  }

  private long bytes(String key) {
    return KEY_BYTES + 2L * key.length() + 16L * length;
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
   * Adds a number to a key; one that alone exceeds the limits is not kept.
   *
   * @param gone is told the keys that go to make room
   */
  void add(String key, double value, Consumer<String> gone) {
    Integer known = slots.get(key);
    int slot;
    if (known != null) {
      slot = known;
      unlink(slot);
    } else {
      long more = bytes(key);
      if (more > limits.maxBytes()) {
        return;
      }
      while (oldest != NONE
          && (slots.size() >= limits.maxKeys() || bytes + more > limits.maxBytes())) {
        gone.accept(removeOldest());
      }
      slot = free.isEmpty() ? grow() : free.pop();
      keys.set(slot, key);
      slots.put(key, slot);
      count[slot] = 0;
      next[slot] = 0;
      bytes += more;
    }
    linkNewest(slot);
    values[slot * length + next[slot]] = value;
    next[slot] = next[slot] + 1 == length ? 0 : next[slot] + 1;
    count[slot] = Math.min(length, count[slot] + 1);
  }

  private String removeOldest() {
    int slot = oldest;
    String gone = keys.get(slot);
    unlink(slot);
    slots.remove(gone);
    keys.set(slot, "");
    free.push(slot);
    bytes -= bytes(gone);
    return gone;
  }

  private int grow() {
    int slot = keys.size();
    if (slot == next.length) {
      int larger = (int) Math.min(2L * slot, limits.maxKeys());
      next = Arrays.copyOf(next, larger);
      count = Arrays.copyOf(count, larger);
      older = Arrays.copyOf(older, larger);
      newer = Arrays.copyOf(newer, larger);
      values = Arrays.copyOf(values, Math.multiplyExact(larger, length));
    }
    keys.add("");
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
    List<String> order = new ArrayList<>(slots.size());
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
        add(key, kept[at++], gone -> {});
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
