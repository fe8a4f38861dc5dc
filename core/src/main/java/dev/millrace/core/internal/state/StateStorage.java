package dev.millrace.core.internal.state;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.engine.KeyPartitioner;
import dev.millrace.core.internal.codec.ByteInput;
import dev.millrace.core.internal.codec.ByteOutput;
import dev.millrace.core.state.StateDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How keyed state stands in a checkpoint.
 *
 * <pre>{@code
 * keys, states   layouts of the codecs
 * partitions     how many there were
 * p0, p1 …       count    how many keys
 *                entries  key, state, key, state … in the order in which the keys came
 *                times    of the last change, nanoseconds since 1970, in the order of changes
 *                changed  which key each of these times belongs to, counted from 0
 * }</pre>
 *
 * <p>Times are there only where keys may expire: of other tables equal histories give equal bytes,
 * whatever the clock said. A table that keeps no times passes stored ones over; one that keeps them
 * and finds none takes all keys to have been changed in its first batch.
 *
 * <p>Keys are sent to partitions anew when restored, so their number may change.
 */
public final class StateStorage<K, S> {
  private final StateDescriptor<K, S> descriptor;

  public StateStorage(StateDescriptor<K, S> descriptor) {
    this.descriptor = descriptor;
  }

  public void save(List<StatePartition<K, S>> partitions, StateWriter out) {
    out.put("keys", descriptor.keys().layout());
    out.put("states", descriptor.states().layout());
    out.put("partitions", partitions.size());
    for (int i = 0; i < partitions.size(); i++) {
      StatePartition<K, S> partition = partitions.get(i);
      out.put("p" + i, nested -> savePartition(partition, nested));
    }
  }

  private void savePartition(StatePartition<K, S> partition, StateWriter out) {
    ByteOutput entries = new ByteOutput();
    int[] rank = new int[partition.slots()];
    int count = 0;
    try {
      for (int n = partition.after(-1); n >= 0; n = partition.after(n)) {
        descriptor.keys().write(partition.key(n), entries);
        descriptor.states().write(partition.state(n), entries);
        rank[n] = count++;
      }
    } catch (IOException e) {
      throw new CheckpointException("cannot encode state '" + descriptor.name() + "'", e);
    }
    out.put("count", count);
    out.put("entries", entries.array(), 0, entries.size());
    if (descriptor.timed() && !partition.isUndated()) {
      saveTimes(partition, rank, count, out);
    }
  }

  private void saveTimes(StatePartition<K, S> partition, int[] rank, int count, StateWriter out) {
    long[] times = new long[count];
    int[] changed = new int[count];
    int at = 0;
    ChangeOrder order = partition.changes();
    for (int entry = order.oldest(); entry >= 0; entry = order.after(entry)) {
      times[at] = order.time(entry);
      changed[at++] = rank[order.number(entry)];
    }
    out.put("times", times);
    out.put("changed", changed);
  }

  public void restore(StateReader in, List<StatePartition<K, S>> partitions) {
    requireLayout(in, "keys", descriptor.keys().layout());
    requireLayout(in, "states", descriptor.states().layout());
    int stored = in.getInt("partitions", 1, Integer.MAX_VALUE);
    List<Entry<K, S>> entries = new ArrayList<>();
    List<Entry<K, S>> changes = new ArrayList<>();
    for (int i = 0; i < stored; i++) {
      restorePartition(in.get("p" + i), entries, changes);
    }
    for (Entry<K, S> entry : entries) {
      StatePartition<K, S> target = target(entry, partitions);
      int next = target.slots();
      entry.target = target;
      entry.number = target.reserve(entry.key);
      if (entry.number != next) {
        throw damaged(in, "key " + entry.key + " stands there twice", null);
      }
    }
    if (descriptor.timed() && changes.size() == entries.size()) {
      // Stable: what changed in the same batch keeps the order of the stored partitions.
      changes.sort((a, b) -> Long.compare(a.time, b.time));
      changes.forEach(change -> change.target.put(change.number, change.state, change.time));
    } else {
      entries.forEach(entry -> entry.target.put(entry.number, entry.state));
    }
  }

  private void restorePartition(
      StateReader in, List<Entry<K, S>> entries, List<Entry<K, S>> changes) {
    int count = in.getInt("count", 0, Integer.MAX_VALUE);
    int first = entries.size();
    ByteInput bytes = new ByteInput(in.getBytes("entries"));
    try {
      for (int i = 0; i < count; i++) {
        K key = descriptor.keys().read(bytes);
        entries.add(new Entry<>(key, descriptor.states().read(bytes)));
      }
    } catch (IOException | RuntimeException e) {
      throw damaged(in, "entry " + (entries.size() - first) + " cannot be read", e);
    }
    if (bytes.remaining() > 0) {
      throw damaged(in, bytes.remaining() + " bytes too many", null);
    }
    if (in.has("times")) {
      restoreTimes(in, entries.subList(first, entries.size()), changes);
    }
  }

  private void restoreTimes(StateReader in, List<Entry<K, S>> entries, List<Entry<K, S>> changes) {
    int count = entries.size();
    long[] times = in.getLongs("times");
    int[] changed = in.getInts("changed");
    if (times.length != count || changed.length != count) {
      throw damaged(in, "lists of different lengths", null);
    }
    for (int i = 0; i < count; i++) {
      if (changed[i] < 0 || changed[i] >= count) {
        throw damaged(in, "key " + changed[i] + " of " + count, null);
      }
      Entry<K, S> entry = entries.get(changed[i]);
      if (entry.timed) {
        throw damaged(in, "key " + changed[i] + " has two times", null);
      }
      entry.timed = true;
      entry.time = times[i];
      changes.add(entry);
    }
  }

  private StatePartition<K, S> target(Entry<K, S> entry, List<StatePartition<K, S>> partitions) {
    return partitions.get(KeyPartitioner.partition(entry.key, partitions.size()));
  }

  private void requireLayout(StateReader in, String what, String expected) {
    String found = in.getString(what);
    if (!found.equals(expected)) {
      throw new CheckpointException(
          "state '"
              + descriptor.name()
              + "': its "
              + what
              + " are stored as "
              + found
              + ", but the pipeline now keeps "
              + expected
              + "; go back to that type, or name the operator anew to start it afresh");
    }
  }

  private CheckpointException damaged(StateReader in, String what, Throwable cause) {
    return new CheckpointException(
        "state '" + descriptor.name() + "' is damaged at " + in.part() + ": " + what, cause);
  }

  private static final class Entry<K, S> {
    private final K key;
    private final S state;
    private StatePartition<K, S> target;
    private int number;
    private long time;
    private boolean timed;

    Entry(K key, S state) {
      this.key = key;
      this.state = state;
    }
  }
}
