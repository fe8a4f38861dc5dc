package dev.millrace.core.internal.state;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.internal.codec.ByteInput;
import dev.millrace.core.internal.codec.ByteOutput;
import dev.millrace.core.state.StateDescriptor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * What a partition puts into the log of its table. Numbers are big-endian, keys and states as their
 * codecs write them.
 *
 * <pre>{@code
 * byte   kind      0: what changed in a batch; 1: a piece of a snapshot
 * int64  snapshot  the batch with which the snapshot began; 0 for changes
 * int32  partition
 * byte   timed     whether entries have times
 * int32  removed   how many keys went; then these keys
 * int32  entries   how many; then key, state and, if timed, int64 time of the last change
 * }</pre>
 *
 * <p>Entries are in the order of the keys. A key that was removed and came back is among both.
 */
final class PartitionBlocks<K, S> {
  static final int CHANGES = 0;
  static final int SNAPSHOT = 1;

  /** A piece of a snapshot is not made larger than this and one entry. */
  static final int PIECE_BYTES = 1 << 20;

  private static final int COUNT_BYTES = 4;

  private final StateDescriptor<K, S> descriptor;
  private final int number;

  /**
   * @param number of the partition
   */
  PartitionBlocks(StateDescriptor<K, S> descriptor, int number) {
    this.descriptor = descriptor;
    this.number = number;
  }

  int number() {
    return number;
  }

  /** What a block says before its entries. */
  record Head(int kind, long snapshot, int partition, boolean timed) {
    static Head read(ByteInput in) throws IOException {
      return new Head(in.readUnsignedByte(), in.readLong(), in.readInt(), in.readBoolean());
    }

    void write(ByteOutput out) {
      out.writeByte(kind);
      out.writeLong(snapshot);
      out.writeInt(partition);
      out.writeBoolean(timed);
    }
  }

  byte[] changes(StatePartition<K, S> partition) {
    Unsaved<K> unsaved = partition.unsaved();
    ByteOutput out = new ByteOutput();
    boolean timed = isTimed(partition);
    new Head(CHANGES, 0, number, timed).write(out);
    List<K> removed = unsaved.removed();
    ByteOutput entries = new ByteOutput();
    int count = 0;
    try {
      out.writeInt(removed.size());
      for (K key : removed) {
        descriptor.keys().write(key, out);
      }
      for (int changed : unsaved.changed()) {
        if (partition.state(changed) != null) {
          writeEntry(partition, changed, timed, entries);
          count++;
        }
      }
    } catch (IOException e) {
      throw cannotEncode(e);
    }
    out.writeInt(count);
    out.write(entries.array(), 0, entries.size());
    return out.toBytes();
  }

  /** The next piece of a snapshot; about so many bytes, at least one entry. */
  byte[] snapshot(StatePartition<K, S> partition, long snapshot, long bytes) {
    Unsaved<K> unsaved = partition.unsaved();
    boolean timed = isTimed(partition);
    ByteOutput entries = new ByteOutput();
    int count = 0;
    int at = partition.after(unsaved.cursor() - 1);
    try {
      while (at >= 0 && at < unsaved.end() && (count == 0 || entries.size() < bytes)) {
        writeEntry(partition, at, timed, entries);
        count++;
        at = partition.after(at);
      }
    } catch (IOException e) {
      throw cannotEncode(e);
    }
    unsaved.advance(at < 0 ? unsaved.end() : Math.min(at, unsaved.end()), count);
    ByteOutput out = new ByteOutput();
    new Head(SNAPSHOT, snapshot, number, timed).write(out);
    out.writeInt(0);
    out.writeInt(count);
    out.write(entries.array(), 0, entries.size());
    return out.toBytes();
  }

  /** Makes the entries of a block, of which the head has been read, part of a partition. */
  void apply(Head head, ByteInput in, StatePartition<K, S> partition, Times times)
      throws IOException {
    int removed = count(in);
    for (int i = 0; i < removed; i++) {
      int gone = partition.find(descriptor.keys().read(in));
      if (gone >= 0) {
        partition.remove(gone);
      }
    }
    int count = count(in);
    for (int i = 0; i < count; i++) {
      int at = partition.reserve(descriptor.keys().read(in));
      partition.put(at, descriptor.states().read(in));
      if (head.timed) {
        times.set(at, in.readLong());
      }
    }
    if (in.remaining() > 0) {
      throw new IOException(in.remaining() + " bytes too many");
    }
  }

  /** When the keys of a partition were last changed, while it is being read. */
  static final class Times {
    private long[] byNumber = new long[8];

    void set(int key, long time) {
      if (key >= byNumber.length) {
        byNumber = Arrays.copyOf(byNumber, Math.max(key + 1, byNumber.length * 2));
      }
      byNumber[key] = time;
    }

    long[] byNumber() {
      return byNumber;
    }
  }

  private static int count(ByteInput in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.remaining() + COUNT_BYTES) {
      throw new IOException(count + " entries in " + in.remaining() + " bytes");
    }
    return count;
  }

  private boolean isTimed(StatePartition<K, S> partition) {
    return descriptor.timed() && !partition.isUndated();
  }

  private void writeEntry(StatePartition<K, S> partition, int key, boolean timed, ByteOutput out)
      throws IOException {
    descriptor.keys().write(partition.key(key), out);
    descriptor.states().write(partition.state(key), out);
    if (timed) {
      out.writeLong(partition.changes().timeOf(key));
    }
  }

  private CheckpointException cannotEncode(IOException e) {
    return new CheckpointException("cannot encode state '" + descriptor.name() + "'", e);
  }
}
