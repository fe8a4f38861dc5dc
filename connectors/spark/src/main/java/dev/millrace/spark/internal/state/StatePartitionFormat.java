package dev.millrace.spark.internal.state;

import dev.millrace.core.internal.codec.ByteInput;
import dev.millrace.core.internal.codec.ByteOutput;
import dev.millrace.core.internal.state.StateChanges;
import dev.millrace.core.internal.state.StatePartition;
import dev.millrace.core.state.StateDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * The bytes of one partition's files. Both end with int32 CRC32C of all before.
 *
 * <pre>{@code
 * changes:
 * int64  time of the changes, as StateChanges has it
 * int32  count
 * then per change: bool whether it stays, key, state if it does
 *
 * the whole partition:
 * bool   whether it is known when keys were changed
 * int32  count
 * then per key, in the order in which they came: key, state, int64 time if known
 * }</pre>
 */
public final class StatePartitionFormat<K, S> {
  private static final int CHECKSUM = 4;
  private static final int UNKNOWN = -1;

  private final StateDescriptor<K, S> descriptor;

  public StatePartitionFormat(StateDescriptor<K, S> descriptor) {
    this.descriptor = descriptor;
  }

  /** A partition without keys. */
  StatePartition<K, S> empty() {
    return new StatePartition<>(descriptor);
  }

  /** A whole partition, without checksum. */
  public byte[] whole(StatePartition<K, S> partition) throws IOException {
    ByteOutput out = new ByteOutput();
    boolean timed = descriptor.timed() && !partition.isUndated();
    out.writeBoolean(timed);
    out.writeInt(partition.size());
    for (int n = partition.after(-1); n >= 0; n = partition.after(n)) {
      descriptor.keys().write(partition.key(n), out);
      descriptor.states().write(partition.state(n), out);
      if (timed) {
        out.writeLong(partition.changes().timeOf(n));
      }
    }
    return out.toBytes();
  }

  /** Reads what {@link #whole} gave. */
  public StatePartition<K, S> whole(byte[] bytes) throws IOException {
    StatePartition<K, S> partition = empty();
    ByteInput in = new ByteInput(bytes);
    boolean timed = in.readBoolean();
    int count = in.readInt();
    List<S> states = new ArrayList<>(count);
    long[] times = new long[count];
    for (int n = 0; n < count; n++) {
      partition.reserve(descriptor.keys().read(in));
      states.add(descriptor.states().read(in));
      times[n] = timed ? in.readLong() : 0;
    }
    if (timed) {
      IntStream.range(0, count)
          .boxed()
          .sorted(Comparator.comparingLong(n -> times[n]))
          .forEach(n -> partition.put(n, states.get(n), times[n]));
    } else {
      for (int n = 0; n < count; n++) {
        partition.put(n, states.get(n));
      }
    }
    return partition;
  }

  byte[] changes(StateChanges<K, S> changes) throws IOException {
    ByteOutput out = new ByteOutput();
    out.writeLong(changes.time());
    out.writeInt(changes.size());
    for (int i = 0; i < changes.size(); i++) {
      S state = changes.state(i);
      out.writeBoolean(state != null);
      descriptor.keys().write(changes.key(i), out);
      if (state != null) {
        descriptor.states().write(state, out);
      }
    }
    return out.toBytes();
  }

  /** Applies what {@link #changes} gave. */
  void apply(byte[] bytes, StatePartition<K, S> partition) throws IOException {
    ByteInput in = new ByteInput(bytes);
    StateChanges<K, S> changes = new StateChanges<>(in.readLong());
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      boolean stays = in.readBoolean();
      K key = descriptor.keys().read(in);
      int number = partition.find(key);
      if (stays) {
        changes.put(key, number, descriptor.states().read(in));
      } else if (number != UNKNOWN) {
        changes.remove(key, number);
      } else {
        throw new IOException("key " + key + " is removed but not there");
      }
    }
    changes.applyTo(partition);
  }

  static byte[] sealed(byte[] content) {
    return ByteBuffer.allocate(content.length + CHECKSUM)
        .put(content)
        .putInt(checksum(content, content.length))
        .array();
  }

  /** The content of a sealed file. */
  static byte[] opened(String file, byte[] bytes) throws IOException {
    int length = bytes.length - CHECKSUM;
    if (length < 0 || ByteBuffer.wrap(bytes).getInt(length) != checksum(bytes, length)) {
      throw new IOException("file " + file + " is damaged: its checksum does not match");
    }
    return Arrays.copyOf(bytes, length);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
