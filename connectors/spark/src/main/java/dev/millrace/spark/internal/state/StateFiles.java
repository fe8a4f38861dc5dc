package dev.millrace.spark.internal.state;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.internal.codec.ByteInput;
import dev.millrace.core.internal.codec.ByteOutput;
import dev.millrace.core.internal.state.StateChanges;
import dev.millrace.core.internal.state.StatePartition;
import dev.millrace.core.internal.state.StateStorage;
import dev.millrace.core.state.StateDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of one partition's files. A whole partition stands there as in a checkpoint, as the
 * only one; changes like this:
 *
 * <pre>{@code
 * int64  time of the changes, as StateChanges has it
 * int32  count
 * then per change: bool whether it stays, key, state if it does
 * }</pre>
 *
 * Both end with int32 CRC32C of all before.
 */
public final class StateFiles<K, S> {
  private static final int CHECKSUM = 4;
  private static final int UNKNOWN = -1;

  private final StateDescriptor<K, S> descriptor;

  public StateFiles(StateDescriptor<K, S> descriptor) {
    this.descriptor = descriptor;
  }

  /** A whole partition, without checksum: a part of a checkpoint. */
  public byte[] whole(StatePartition<K, S> partition) {
    StateWriter out = new StateWriter();
    new StateStorage<>(descriptor).save(List.of(partition), out);
    return out.toBytes();
  }

  /** Reads what {@link #whole} gave. */
  public StatePartition<K, S> whole(byte[] bytes) {
    StatePartition<K, S> partition = new StatePartition<>();
    new StateStorage<>(descriptor)
        .restore(StateReader.of(descriptor.name(), bytes), List.of(partition));
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
