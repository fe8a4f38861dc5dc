package dev.millrace.core.internal.state;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.engine.KeyPartitioner;
import dev.millrace.core.internal.codec.ByteInput;
import dev.millrace.core.state.StateDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How keyed state stands in a checkpoint, whichever engine keeps it.
 *
 * <pre>{@code
 * keys, states   layouts of the codecs
 * partitions     how many there were
 * groups         how many logs hold them
 * g0, g1 …       each what a TableLog saved of so many partitions, in the order of the partitions
 * }</pre>
 *
 * <p>Checkpoints of format 1 hold everything in place of the groups:
 *
 * <pre>{@code
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
 * <p>When the number of partitions has changed, or the engine and with it the groups, keys are sent
 * to partitions anew, and the next commit writes all of them.
 */
public final class StateStorage<K, S> {
  private final StateDescriptor<K, S> descriptor;

  public StateStorage(StateDescriptor<K, S> descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * @param groups what the logs of the table saved, in the order of the partitions
   */
  public void save(List<byte[]> groups, StateWriter out) {
    out.put("keys", descriptor.keys().layout());
    out.put("states", descriptor.states().layout());
    out.put("partitions", descriptor.partitions());
    out.put("groups", groups.size());
    for (int i = 0; i < groups.size(); i++) {
      out.put("g" + i, groups.get(i));
    }
  }

  /**
   * What was saved of the groups, if it may be taken over as it is by as many logs: the partitions
   * are as they were. Otherwise empty.
   */
  public List<StateReader> groups(StateReader in, int logs) {
    requireLayouts(in);
    boolean fits =
        in.has("groups")
            && in.getInt("partitions", 1, Integer.MAX_VALUE) == descriptor.partitions()
            && in.getInt("groups", 1, Integer.MAX_VALUE) == logs;
    return fits ? readers(in) : List.of();
  }

  /** What {@link #groups} reads of one group, to be sent to where it is taken over. */
  public byte[] group(StateReader in, int number) {
    return in.getBytes("g" + number);
  }

  private static List<StateReader> readers(StateReader in) {
    List<StateReader> readers = new ArrayList<>();
    int groups = in.getInt("groups", 1, Integer.MAX_VALUE);
    for (int i = 0; i < groups; i++) {
      readers.add(in.getNested("g" + i));
    }
    return readers;
  }

  /** Whether every key is in the partition where it belongs. */
  public boolean isPlaced(List<StatePartition<K, S>> partitions, int first) {
    for (int i = 0; i < partitions.size(); i++) {
      StatePartition<K, S> partition = partitions.get(i);
      for (int n = partition.after(-1); n >= 0; n = partition.after(n)) {
        if (KeyPartitioner.partition(partition.key(n), descriptor.partitions()) != first + i) {
          return false;
        }
      }
    }
    return true;
  }

  /** Sends the keys of partitions to others, which are empty. */
  public void spread(List<StatePartition<K, S>> from, List<StatePartition<K, S>> to) {
    KeyMove<K, S> move = new KeyMove<>(descriptor, to);
    from.forEach(move::add);
    move.finish();
  }

  /** Sends all keys that were saved to partitions, which are empty. */
  public void restore(StateReader in, List<StatePartition<K, S>> partitions) {
    spread(stored(in), partitions);
  }

  /** The partitions as they were saved, whatever the descriptor says of their number. */
  List<StatePartition<K, S>> stored(StateReader in) {
    requireLayouts(in);
    List<StatePartition<K, S>> stored = new ArrayList<>();
    if (in.has("groups")) {
      readers(in).forEach(group -> stored.addAll(TableLog.read(descriptor, group)));
    } else {
      int count = in.getInt("partitions", 1, Integer.MAX_VALUE);
      for (int i = 0; i < count; i++) {
        stored.add(readFormat1(in.get("p" + i)));
      }
    }
    return stored;
  }

  private StatePartition<K, S> readFormat1(StateReader in) {
    StatePartition<K, S> partition = new StatePartition<>(descriptor);
    int count = in.getInt("count", 0, Integer.MAX_VALUE);
    ByteInput bytes = new ByteInput(in.getBytes("entries"));
    int entry = 0;
    try {
      for (; entry < count; entry++) {
        K key = descriptor.keys().read(bytes);
        int number = partition.reserve(key);
        if (number != entry) {
          throw damaged(in, "key " + key + " stands there twice", null);
        }
        partition.put(number, descriptor.states().read(bytes));
      }
    } catch (CheckpointException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw damaged(in, "entry " + entry + " cannot be read", e);
    }
    if (bytes.remaining() > 0) {
      throw damaged(in, bytes.remaining() + " bytes too many", null);
    }
    if (in.has("times") && descriptor.timed()) {
      partition.dated(timesOfKeys(in, count));
    }
    return partition;
  }

  private long[] timesOfKeys(StateReader in, int count) {
    long[] times = in.getLongs("times");
    int[] changed = in.getInts("changed");
    if (times.length != count || changed.length != count) {
      throw damaged(in, "lists of different lengths", null);
    }
    long[] byKey = new long[count];
    boolean[] timed = new boolean[count];
    for (int i = 0; i < count; i++) {
      if (changed[i] < 0 || changed[i] >= count) {
        throw damaged(in, "key " + changed[i] + " of " + count, null);
      }
      if (timed[changed[i]]) {
        throw damaged(in, "key " + changed[i] + " has two times", null);
      }
      timed[changed[i]] = true;
      byKey[changed[i]] = times[i];
    }
    return byKey;
  }

  private void requireLayouts(StateReader in) {
    requireLayout(in, "keys", descriptor.keys().layout());
    requireLayout(in, "states", descriptor.states().layout());
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
}
