package dev.millrace.core.internal.state;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.internal.codec.ByteInput;
import dev.millrace.core.internal.codec.ByteOutput;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.core.state.StateDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A table of keyed state as a checkpoint holds it, read by the layouts that stand there: without
 * the pipeline, and whatever its partitions and increments.
 */
public final class StoredTable {
  private final StateDescriptor<Object, Object> descriptor;
  private final List<StatePartition<Object, Object>> partitions;

  private StoredTable(
      StateDescriptor<Object, Object> descriptor, List<StatePartition<Object, Object>> partitions) {
    this.descriptor = descriptor;
    this.partitions = partitions;
  }

  /** What is kept for a key. */
  public static final class Entry {
    private final byte[] state;
    private final OptionalLong time;

    private Entry(byte[] state, OptionalLong time) {
      this.state = state;
      this.time = time;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Entry that
          && Arrays.equals(state, that.state)
          && time.equals(that.time);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(state) + time.hashCode();
    }

    /** The state as its codec writes it; not to be modified. */
    byte[] state() {
      return state;
    }

    /** Of the last change, in nanoseconds since 1970, where the table keeps times. */
    OptionalLong time() {
      return time;
    }
  }

  /** Whether this is the state of a table. */
  public static boolean is(StateReader in) {
    return in.has("keys")
        && in.has("states")
        && in.has("partitions")
        && (in.has("groups") || in.has("p0"));
  }

  /** Puts all tables in a part, by where they are, whose codecs are known. */
  public static void findAll(StateReader in, Map<String, StoredTable> tables) {
    if (is(in)) {
      of(in).ifPresent(table -> tables.put(in.part(), table));
    } else {
      for (String name : in.names()) {
        if (in.value(name) instanceof StateReader nested) {
          findAll(nested, tables);
        }
      }
    }
  }

  /**
   * @return empty when its codecs are not among those of {@link StateCodecs}
   * @throws CheckpointException when it is not whole
   */
  public static Optional<StoredTable> of(StateReader in) {
    Optional<StateCodec<Object>> keys = StateCodecs.ofLayout(in.getString("keys"));
    Optional<StateCodec<Object>> states = StateCodecs.ofLayout(in.getString("states"));
    if (keys.isEmpty() || states.isEmpty()) {
      return Optional.empty();
    }
    StateDescriptor<Object, Object> descriptor =
        new StateDescriptor<>(
            in.part(),
            keys.get(),
            states.get(),
            in.getInt("partitions", 1, Integer.MAX_VALUE),
            true);
    return Optional.of(new StoredTable(descriptor, new StateStorage<>(descriptor).stored(in)));
  }

  /**
   * What the logs of a table hold whose codecs nobody knows, block by block.
   *
   * @throws CheckpointException when it is not whole
   */
  static List<byte[]> blocks(StateReader in) {
    List<byte[]> blocks = new ArrayList<>();
    int groups = in.getInt("groups", 1, Integer.MAX_VALUE);
    for (int i = 0; i < groups; i++) {
      StateReader group = in.getNested("g" + i);
      StateReader log = group.get("log");
      StateLog stored = StateLog.of(log);
      stored.restore(log);
      stored.read(log, (batchId, block) -> blocks.add(block));
    }
    return blocks;
  }

  StateDescriptor<Object, Object> descriptor() {
    return descriptor;
  }

  List<StatePartition<Object, Object>> partitions() {
    return partitions;
  }

  /** By key, as its codec writes it, in the order of these bytes taken as unsigned numbers. */
  public SortedMap<byte[], Entry> entries() {
    SortedMap<byte[], Entry> entries = noEntries();
    for (StatePartition<Object, Object> partition : partitions) {
      for (int n = partition.after(-1); n >= 0; n = partition.after(n)) {
        OptionalLong time =
            partition.isUndated()
                ? OptionalLong.empty()
                : OptionalLong.of(partition.changes().timeOf(n));
        entries.put(
            encoded(descriptor.keys(), partition.key(n)),
            new Entry(encoded(descriptor.states(), partition.state(n)), time));
      }
    }
    return Collections.unmodifiableSortedMap(entries);
  }

  /** As of a table without keys. */
  public static SortedMap<byte[], Entry> noEntries() {
    return new TreeMap<>(Arrays::compareUnsigned);
  }

  /** A key for people. */
  public String keyText(byte[] key) {
    return text(descriptor.keys(), key);
  }

  /** A state for people. */
  public String stateText(Entry entry) {
    return text(descriptor.states(), entry.state);
  }

  private static String text(StateCodec<Object> codec, byte[] bytes) {
    try {
      Object value = codec.read(new ByteInput(bytes));
      return value instanceof byte[] raw ? raw.length + " bytes" : value.toString();
    } catch (IOException e) {
      throw new CheckpointException("what was decoded once cannot be decoded again: " + e, e);
    }
  }

  private static byte[] encoded(StateCodec<Object> codec, Object value) {
    ByteOutput out = new ByteOutput();
    try {
      codec.write(value, out);
    } catch (IOException e) {
      throw new CheckpointException("cannot encode what was decoded: " + e, e);
    }
    return out.toBytes();
  }
}
