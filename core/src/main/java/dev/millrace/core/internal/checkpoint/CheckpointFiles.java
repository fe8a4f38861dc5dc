package dev.millrace.core.internal.checkpoint;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.CheckpointInfo;
import dev.millrace.core.checkpoint.StateRange;
import dev.millrace.core.checkpoint.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads the checkpoint files of one directory. */
public final class CheckpointFiles {
  private CheckpointFiles() {}

  /** The ids of all checkpoint files, whole or not, ascending. */
  public static List<Long> batchIds(Storage storage) throws IOException {
    return FileNames.batchIds(FileNames.CHECKPOINT, storage.list());
  }

  /**
   * Reads and verifies one; of its state files it is verified that they are there.
   *
   * @throws CheckpointException naming the file and what is wrong with it
   */
  public static Checkpoint read(Storage storage, long batchId) throws IOException {
    Checkpoint checkpoint = readWithoutFiles(storage, batchId);
    try {
      requireFiles(storage, checkpoint);
      return checkpoint;
    } catch (CheckpointException e) {
      throw in(FileNames.of(FileNames.CHECKPOINT, batchId), storage, e);
    }
  }

  /** As {@link #read}, but state files may be missing. */
  public static Checkpoint readWithoutFiles(Storage storage, long batchId) throws IOException {
    String name = FileNames.of(FileNames.CHECKPOINT, batchId);
    try (InputStream in = storage.read(name)) {
      return checked(CheckpointFormat.decode(in, storage.size(name)), batchId);
    } catch (CheckpointException e) {
      throw in(name, storage, e);
    }
  }

  /** As {@link #read}, but only the header is read and verified, and there are no parts. */
  public static Checkpoint readHeader(Storage storage, long batchId) throws IOException {
    String name = FileNames.of(FileNames.CHECKPOINT, batchId);
    try (InputStream in = storage.read(name)) {
      return checked(CheckpointFormat.decodeHeader(in, storage.size(name)), batchId);
    } catch (CheckpointException e) {
      throw in(name, storage, e);
    }
  }

  /** Whether a file could not be read because its format is newer, not because it is damaged. */
  public static boolean isNewer(CheckpointException failure) {
    return failure instanceof CheckpointVersionException;
  }

  /** The format version of one. */
  public static int version(Storage storage, long batchId) throws IOException {
    try (InputStream in = storage.read(FileNames.of(FileNames.CHECKPOINT, batchId))) {
      return CheckpointFormat.version(in);
    }
  }

  /** What the header of one says, or what is wrong with it. */
  public static CheckpointInfo info(Storage storage, long batchId, boolean pinned)
      throws IOException {
    long size = storage.size(FileNames.of(FileNames.CHECKPOINT, batchId));
    try {
      Checkpoint header = readHeader(storage, batchId);
      return new CheckpointInfo(
          batchId,
          header.batchTime(),
          header.run(),
          version(storage, batchId),
          size,
          pinned,
          Optional.empty());
    } catch (CheckpointException e) {
      return new CheckpointInfo(
          batchId, Instant.EPOCH, 0, 0, size, pinned, Optional.of(e.getMessage()));
    }
  }

  private static CheckpointException in(String name, Storage storage, CheckpointException e) {
    String where = name + " in " + storage;
    return e instanceof CheckpointVersionException newer
        ? newer.in(where)
        : new CheckpointException(where + ": " + e.getMessage(), e);
  }

  private static void requireFiles(Storage storage, Checkpoint checkpoint) throws IOException {
    if (checkpoint.files().isEmpty()) {
      return;
    }
    StateFileNames names = StateFileNames.of(storage.list());
    for (StateRange range : checkpoint.files()) {
      int found = names.in(range).size();
      if (found != range.files()) {
        throw new CheckpointException(
            "needs "
                + range.files()
                + " files state-"
                + range.key()
                + "-… of batches "
                + range.from()
                + " to "
                + range.last()
                + ", but there are "
                + found);
      }
    }
  }

  private static Checkpoint checked(Checkpoint checkpoint, long batchId) {
    if (checkpoint.batchId() != batchId) {
      throw new CheckpointException("holds batch " + checkpoint.batchId());
    }
    return checkpoint;
  }
}
