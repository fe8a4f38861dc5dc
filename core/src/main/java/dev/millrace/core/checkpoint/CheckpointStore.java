package dev.millrace.core.checkpoint;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.internal.checkpoint.CheckpointFiles;
import dev.millrace.core.internal.checkpoint.DurableFiles;
import dev.millrace.core.internal.checkpoint.FileNames;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints in a directory: listed, read, pinned, rolled back to. Since a model's version is
 * the id of the batch whose commit made it durable, this is also the store of model versions.
 *
 * <pre>{@code
 * CheckpointStore store = CheckpointStore.open(Path.of("state/fraud"));
 * for (CheckpointInfo info : store.list()) { … }
 * StateReader weights = store.read(41).part("champion");
 * store.pin(41);        // retention leaves it alone
 * store.verify();       // reads every file in full
 * store.rollBack(41);   // the pipeline goes on from there when it is next started
 * }</pre>
 *
 * <p>Reading and pinning work while the pipeline runs, in this process or another. Thread-safe:
 * nothing is kept in memory.
 */
public final class CheckpointStore {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);

  private final Storage storage;

  private CheckpointStore(Storage storage) {
    this.storage = storage;
  }

  /**
   * @throws CheckpointException when there is no such directory
   */
  public static CheckpointStore open(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new CheckpointException(
          "no checkpoint directory " + directory.toAbsolutePath() + "; check the path");
    }
    return new CheckpointStore(Storage.local(directory));
  }

  /** Wherever else the checkpoints are. */
  public static CheckpointStore open(Storage storage) {
    return new CheckpointStore(storage);
  }

  /** All checkpoints, oldest first; damaged ones say so. */
  public List<CheckpointInfo> list() {
    return reading(
        () -> {
          Set<Long> pinned = pins();
          List<CheckpointInfo> infos = new ArrayList<>();
          for (long batchId : CheckpointFiles.batchIds(storage)) {
            infos.add(CheckpointFiles.info(storage, batchId, pinned.contains(batchId)));
          }
          return infos;
        });
  }

  /**
   * Reads and verifies one.
   *
   * @throws CheckpointException when there is none of that batch, or it is damaged
   */
  public Checkpoint read(long batchId) {
    requirePresent(batchId);
    return reading(() -> CheckpointFiles.read(storage, batchId));
  }

  /** The newest that can be read. */
  public Optional<Checkpoint> newest() {
    return reading(
        () -> {
          List<Long> batchIds = CheckpointFiles.batchIds(storage);
          for (int i = batchIds.size() - 1; i >= 0; i--) {
            try {
              return Optional.of(CheckpointFiles.read(storage, batchIds.get(i)));
            } catch (CheckpointException e) {
              LOG.warn("skipping a checkpoint: {}", e.getMessage());
            }
          }
          return Optional.empty();
        });
  }

  /** Keeps a checkpoint from being deleted as it gets old. */
  public void pin(long batchId) {
    requirePresent(batchId);
    reading(
        () -> {
          DurableFiles.write(storage, FileNames.of(FileNames.PIN, batchId), List.of());
          return true;
        });
  }

  /** Lets a checkpoint be deleted again, with the next commit, if it is old enough. */
  public void unpin(long batchId) {
    reading(
        () -> {
          storage.delete(FileNames.of(FileNames.PIN, batchId));
          storage.force();
          return true;
        });
  }

  /**
   * What a checkpoint says, as a hash.
   *
   * @throws CheckpointException when there is none of that batch, or it is damaged
   */
  public CheckpointContent content(long batchId) {
    return CheckpointContent.of(read(batchId), storage);
  }

  /** Reads every file in full; what is damaged is said, never thrown. */
  public Verification verify() {
    return reading(() -> DirectoryCheck.of(storage));
  }

  /**
   * Two checkpoints, side by side.
   *
   * @param other where the second is; may be this
   * @throws CheckpointException when one of them is not there, or damaged
   */
  public CheckpointDiff diff(long before, CheckpointStore other, long after) {
    return CheckpointDiff.of(read(before), storage, other.read(after), other.storage);
  }

  /**
   * Writes checkpoints of older formats anew in today's, with the same content, which is compared.
   * What the pipeline would read for ever is thereby read the last time; nothing else changes.
   * Called again, it finds nothing to do.
   *
   * @param kept where the files that are replaced go first
   * @throws CheckpointException when the pipeline is running, or a format is newer than this
   *     version
   */
  public Migration migrate(Storage kept) {
    return locked(() -> Migration.inPlace(storage, kept));
  }

  /**
   * As {@link #migrate}, into another place: with plans, pins and state files, but without what
   * sources and sinks keep for themselves in {@code sources/} and {@code sinks/}.
   *
   * @param to empty, or what this method made
   */
  public Migration migrateTo(Storage to) {
    return locked(
        () -> {
          Closeable lock = to.lock();
          try {
            return Migration.into(storage, to);
          } finally {
            lock.close();
          }
        });
  }

  /**
   * Makes a checkpoint the newest, by deleting the later ones. The pipeline goes on from there when
   * it is next started. Batches that were planned since are redone with exactly the ranges that
   * they had, as far as their plans are there without a gap; so a sink that goes by the batch id,
   * and keeps what it published of them, has every record once. It has them as the code computed
   * them the first time, though: where the code has changed since, give such a sink a new place.
   * File sinks remove what they published of these batches and write it anew.
   *
   * <p>What comes after the first plan that is missing is planned anew, so it may be cut otherwise,
   * and a sink that goes by the batch id would mix both; see {@link Rollback#redoneUntil}.
   *
   * @throws CheckpointException when the pipeline is running, the checkpoint or a state file that
   *     it needs is damaged, or a later one is pinned
   */
  public Rollback rollBack(long batchId) {
    requireWhole(batchId);
    return locked(
        () -> {
          List<Long> pinned = pins().stream().filter(id -> id > batchId).sorted().toList();
          if (!pinned.isEmpty()) {
            throw new CheckpointException(
                "cannot roll back to batch "
                    + batchId
                    + ": later checkpoints are pinned: "
                    + pinned
                    + "; unpin them, or have them set aside");
          }
          return Rollback.remove(storage, batchId);
        });
  }

  /**
   * As {@link #rollBack(long)}, but the later checkpoints, pinned ones too, are first copied to
   * another place with all that they need: it can be listed, compared and verified as this one, and
   * moving its files back while the pipeline does not run undoes the rollback.
   *
   * @param aside an empty place
   */
  public Rollback rollBack(long batchId, Storage aside) {
    requireWhole(batchId);
    return locked(
        () -> {
          if (!aside.list().isEmpty()) {
            throw new CheckpointException(
                "cannot set checkpoints aside in " + aside + ": it is not empty");
          }
          Rollback.copyLater(storage, batchId, aside);
          return Rollback.remove(storage, batchId);
        });
  }

  /** The pipeline would pass over it otherwise, and go back further than was asked for. */
  private void requireWhole(long batchId) {
    try {
      content(batchId);
    } catch (CheckpointException e) {
      throw new CheckpointException(
          "cannot roll back to batch "
              + batchId
              + ": "
              + e.getMessage()
              + "; all is left as it was. Verify the directory to see which checkpoints are whole",
          e);
    }
  }

  private Set<Long> pins() throws IOException {
    return new HashSet<>(FileNames.batchIds(FileNames.PIN, storage.list()));
  }

  private void requirePresent(long batchId) {
    List<Long> batchIds = reading(() -> CheckpointFiles.batchIds(storage));
    if (!batchIds.contains(batchId)) {
      throw new CheckpointException(
          "no checkpoint of batch " + batchId + " in " + storage + "; there are " + batchIds);
    }
  }

  private <R> R locked(Reading<R> action) {
    return reading(
        () -> {
          Closeable lock = storage.lock();
          try {
            return action.run();
          } finally {
            lock.close();
          }
        });
  }

  private interface Reading<R> {
    R run() throws IOException;
  }

  private <R> R reading(Reading<R> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new CheckpointException("checkpoint directory " + storage + ": " + e, e);
    }
  }
}
