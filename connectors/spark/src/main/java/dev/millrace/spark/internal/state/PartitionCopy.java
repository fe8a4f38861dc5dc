package dev.millrace.spark.internal.state;

import dev.millrace.core.MillraceException;
import dev.millrace.core.checkpoint.StateFiles;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.internal.state.StateChanges;
import dev.millrace.core.internal.state.StateCounts;
import dev.millrace.core.internal.state.StatePartition;
import dev.millrace.core.internal.state.StateStorage;
import dev.millrace.core.internal.state.TableLog;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
  private final StatePartitionFormat<K, S> format;
  private final int number;
  private StatePartition<K, S> partition;
  private TableLog<K, S> log;
  private long current;
  private volatile long stood = Long.MAX_VALUE;
  private StateChanges<K, S> pending;
  private long pendingUpdate = UNKNOWN;
  private LogPoint point;
  private SavedPartition saved;

  PartitionCopy(TableRef<K, S> table, int number) {
    this.table = table;
    this.format = new StatePartitionFormat<>(table.descriptor());
    this.number = number;
    replace(format.empty(), StateVersion.EMPTY.current());
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
          keysAfter(changes),
          changed,
          deltaBytes,
          baseBytes,
          changes.counts(),
          place.host(),
          place.executor());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Saves what changed since the last time, as the next piece of the partition's log; everything,
   * if this copy's log does not stand where the checkpoint's does.
   *
   * @param committed where the checkpoint's log stands
   * @param save a number for this save, so that a task that is run again gives the same
   * @param batchId the batch that is committed, if there are files to write; else -1
   */
  public SavedPartition save(StateVersion version, LogPoint committed, long save, long batchId)
      throws Exception {
    lock.lockInterruptibly();
    try {
      bring(version);
      if (point.save() != save) {
        if (!point.equals(committed)) {
          beginLog(UUID.randomUUID().getLeastSignificantBits());
        }
        saved = saveNow(save, batchId);
      }
      return saved;
    } finally {
      lock.unlock();
    }
  }

  private SavedPartition saveNow(long save, long batchId) {
    CapturedFiles files = new CapturedFiles(List.of());
    StateWriter out =
        batchId < 0 ? new StateWriter() : new StateWriter(new StateFiles(files, batchId));
    log.save(out, TableLog.Tasks.sequential());
    point = new LogPoint(point.log(), save);
    return new SavedPartition(out.toBytes(), files.files(), List.copyOf(out.uses()), point);
  }

  private void beginLog(long id) {
    log = new TableLog<>(table.descriptor(), number, List.of(partition));
    point = new LogPoint(id, 0);
  }

  /** Begins with a partition that was made elsewhere, written whole as version {@code update}. */
  public StateNote fill(byte[] whole, long update, Place place) throws Exception {
    lock.lockInterruptibly();
    try {
      replace(format.whole(whole), update);
      long bytes = writeBase(update);
      return filled(bytes, place);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes over what was saved of this very partition, its log too.
   *
   * @return empty if there are keys that belong elsewhere now, because their hash code has changed
   */
  public Optional<StateNote> restore(SavedPartition from, long update, Place place)
      throws Exception {
    lock.lockInterruptibly();
    try {
      replace(format.empty(), UNKNOWN);
      beginLog(from.point().log());
      log.restore(
          StateReader.of(table.descriptor().name(), from.group(), new CapturedFiles(from.files())));
      if (!new StateStorage<>(table.descriptor()).isPlaced(List.of(partition), number)) {
        return Optional.empty();
      }
      current = update;
      long bytes = writeBase(update);
      return Optional.of(filled(bytes, place));
    } finally {
      lock.unlock();
    }
  }

  private StateNote filled(long bytes, Place place) {
    return new StateNote(
        partition.size(), false, 0, bytes, StateCounts.NONE, place.host(), place.executor());
  }

  private void bring(StateVersion version) throws IOException {
    int next = 1 + Arrays.binarySearch(version.deltas(), current);
    if (next < 1) {
      if (current != version.base()) {
        replace(load(version.base()), version.base());
      }
      next = 0;
    }
    for (; next < version.deltas().length; next++) {
      advance(version.deltas()[next]);
    }
    pending = null; // if it was not applied, its update was taken back or is run again
    stood = current;
  }

  private void replace(StatePartition<K, S> with, long version) {
    partition = with;
    beginLog(UUID.randomUUID().getLeastSignificantBits());
    current = version;
    pending = null;
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
    return base == 0 ? format.empty() : format.whole(read(table.base(number, base)));
  }

  private byte[] read(String file) throws IOException {
    WorkDirectory directory = table.files().orElseThrow(() -> lost(file));
    byte[] bytes = directory.read(file).orElseThrow(() -> lost(file));
    return StatePartitionFormat.opened(file, bytes);
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
    table.directory().write(file, StatePartitionFormat.sealed(content));
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
