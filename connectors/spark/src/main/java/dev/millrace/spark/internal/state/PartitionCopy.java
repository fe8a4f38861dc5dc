package dev.millrace.spark.internal.state;

import dev.millrace.core.MillraceException;
import dev.millrace.core.internal.state.StateChanges;
import dev.millrace.core.internal.state.StatePartition;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One partition of a table in an executor's memory: as it was after some update, and what the next
 * one wants to change. The changes become part of it when a later task asks for the version that
 * they lead to, and are forgotten when it asks for another. A copy that lags behind, or a new one,
 * is brought up from the files.
 *
 * <p>An attempt that Spark has given up may still be running beside the next one; a lock keeps them
 * apart.
 */
public final class PartitionCopy<K, S> {
  private static final long UNKNOWN = -1;

  /** Does something with the partition; the changes that it gives are kept pending. */
  @FunctionalInterface
  public interface Meeting<K, S> {
    StateChanges<K, S> run(StatePartition<K, S> partition) throws Exception;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final TableRef<K, S> table;
  private final StateFiles<K, S> format;
  private final int number;
  private StatePartition<K, S> partition = new StatePartition<>();
  private long current;
  private volatile long stood = Long.MAX_VALUE;
  private StateChanges<K, S> pending;
  private long pendingUpdate = UNKNOWN;

  PartitionCopy(TableRef<K, S> table, int number) {
    this.table = table;
    this.format = new StateFiles<>(table.descriptor());
    this.number = number;
  }

  /** After which update it stood when a task last had it; nothing is said before that. */
  long stood() {
    return stood;
  }

  /**
   * Runs an update.
   *
   * @param from the version that it starts from
   * @param update its number
   * @param writeBase whether that version is written whole first
   */
  public StateNote update(
      StateVersion from, long update, boolean writeBase, Place place, Meeting<K, S> meeting)
      throws Exception {
    lock.lockInterruptibly();
    try {
      bring(from);
      long baseBytes = writeBase ? writeBase(from.current()) : -1;
      StateChanges<K, S> changes = meeting.run(partition);
      boolean dated = partition.isUndated() && changes.time() != StateChanges.UNTIMED;
      boolean changed = changes.size() > 0 || dated;
      long deltaBytes = changed ? writeDelta(update, changes) : 0;
      pending = changes;
      pendingUpdate = update;
      return new StateNote(
          keysAfter(changes), changed, deltaBytes, baseBytes, place.host(), place.executor());
    } finally {
      lock.unlock();
    }
  }

  /** The bytes of the whole partition in a version, as {@link StateFiles#whole} gives them. */
  public byte[] whole(StateVersion version) throws Exception {
    lock.lockInterruptibly();
    try {
      bring(version);
      return format.whole(partition);
    } finally {
      lock.unlock();
    }
  }

  /** Begins with a partition that was made elsewhere, written whole as version {@code update}. */
  public StateNote fill(byte[] whole, long update, Place place) throws Exception {
    lock.lockInterruptibly();
    try {
      partition = format.whole(whole);
      current = update;
      pending = null;
      long bytes = writeBase(update);
      return new StateNote(partition.size(), false, 0, bytes, place.host(), place.executor());
    } finally {
      lock.unlock();
    }
  }

  private void bring(StateVersion version) throws IOException {
    int next = 1 + Arrays.binarySearch(version.deltas(), current);
    if (next < 1) {
      if (current != version.base()) {
        partition = load(version.base());
        current = version.base();
        pending = null;
      }
      next = 0;
    }
    for (; next < version.deltas().length; next++) {
      advance(version.deltas()[next]);
    }
    pending = null; // if it was not applied, its update was taken back or is run again
    stood = current;
  }

  private void advance(long update) throws IOException {
    StateChanges<K, S> changes = pendingUpdate == update ? pending : null;
    byte[] delta = changes == null ? read(table.delta(number, update)) : null;
    current = UNKNOWN; // half-changed if this fails
    if (changes != null) {
      changes.applyTo(partition);
    } else {
      format.apply(delta, partition);
    }
    current = update;
    pending = null;
  }

  private StatePartition<K, S> load(long base) throws IOException {
    return base == 0 ? new StatePartition<>() : format.whole(read(table.base(number, base)));
  }

  private byte[] read(String file) throws IOException {
    WorkDirectory directory = table.files().orElseThrow(() -> lost(file));
    byte[] bytes = directory.read(file).orElseThrow(() -> lost(file));
    return StateFiles.opened(file, bytes);
  }

  private MillraceException lost(String file) {
    return new MillraceException(
        "state '"
            + table.descriptor().name()
            + "', partition "
            + number
            + ": "
            + file
            + " is not in "
            + table.files().map(WorkDirectory::root).orElse("memory")
            + "; set SparkOptions.stateDirectory to a directory that all executors share, and start"
            + " the pipeline again from its checkpoint");
  }

  private long writeBase(long update) throws IOException {
    return table.directory() == null
        ? 0
        : write(table.base(number, update), format.whole(partition));
  }

  private long writeDelta(long update, StateChanges<K, S> changes) throws IOException {
    return table.directory() == null
        ? 0
        : write(table.delta(number, update), format.changes(changes));
  }

  private long write(String file, byte[] content) throws IOException {
    table.directory().write(file, StateFiles.sealed(content));
    return content.length;
  }

  private long keysAfter(StateChanges<K, S> changes) {
    long keys = partition.size();
    for (int i = 0; i < changes.size(); i++) {
      if (changes.state(i) == null) {
        keys--;
      } else if (partition.find(changes.key(i)) < 0) {
        keys++;
      }
    }
    return keys;
  }
}
