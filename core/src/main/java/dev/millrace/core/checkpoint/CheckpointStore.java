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
   * Makes a checkpoint the newest, by deleting the later ones and what was planned after it. The
   * pipeline goes on from there when it is next started: it reads its sources from the offsets of
   * that time. Batches may then be cut otherwise than the first time. File sinks remove what they
   * published of later batches and write it anew; a sink that goes by the batch id alone, as {@link
   * dev.millrace.core.sink.MemorySink}, keeps it and refuses those ids when they come again: give
   * it a new place.
   *
   * @throws CheckpointException when the pipeline is running, the checkpoint is damaged, or a later
   *     one is pinned
   */
  public void rollBack(long batchId) {
    read(batchId);
    reading(
        () -> {
          try (Closeable lock = storage.lock()) {
            removeAfter(batchId);
            return lock;
          }
        });
  }

  private void removeAfter(long batchId) throws IOException {
    List<Long> pinned = pins().stream().filter(id -> id > batchId).sorted().toList();
    if (!pinned.isEmpty()) {
      throw new CheckpointException(
          "cannot roll back to batch " + batchId + ": later checkpoints are pinned: " + pinned);
    }
    for (String kind : List.of(FileNames.PLAN, FileNames.CHECKPOINT)) {
      List<Long> batchIds = FileNames.batchIds(kind, storage.list());
      for (int i = batchIds.size() - 1; i >= 0 && batchIds.get(i) > batchId; i--) {
        storage.delete(FileNames.of(kind, batchIds.get(i)));
        storage.force();
      }
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
