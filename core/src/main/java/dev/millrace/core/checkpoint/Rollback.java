package dev.millrace.core.checkpoint;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.internal.checkpoint.CheckpointFiles;
import dev.millrace.core.internal.checkpoint.DurableFiles;
import dev.millrace.core.internal.checkpoint.FileNames;
import dev.millrace.core.internal.checkpoint.PlanFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What going back to a checkpoint did.
 *
 * @param batchId the checkpoint that is now the newest
 * @param removed the batches whose checkpoints are gone
 * @param redoneUntil the batches after {@code batchId} up to this one will be redone exactly as
 *     they were planned
 * @param publishedUntil the last batch that may have been published. Those after {@code
 *     redoneUntil} have lost their plans and are planned anew, so a sink that goes by the batch id
 *     needs a new place
 */
public record Rollback(long batchId, List<Long> removed, long redoneUntil, long publishedUntil) {
  public Rollback {
    removed = List.copyOf(removed);
  }

  /** Deletes later checkpoints, newest first, and plans from the first gap on. */
  static Rollback remove(Storage storage, long batchId) throws IOException {
    List<String> names = storage.list();
    List<Long> removed = after(batchId, FileNames.CHECKPOINT, names);
    List<Long> plans = after(batchId, FileNames.PLAN, names);
    int kept = 0;
    while (kept < plans.size()
        && plans.get(kept) == batchId + 1 + kept
        && isWhole(storage, plans.get(kept))) {
      kept++;
    }
    deleteBackwards(storage, FileNames.PLAN, plans.subList(kept, plans.size()));
    deleteBackwards(storage, FileNames.CHECKPOINT, removed);
    deleteBackwards(storage, FileNames.PIN, after(batchId, FileNames.PIN, names));
    long last =
        Stream.concat(removed.stream(), plans.stream()).mapToLong(id -> id).max().orElse(batchId);
    return new Rollback(batchId, removed, batchId + kept, last);
  }

  /** Copies later checkpoints, with their pins, the plans since, and the state files they need. */
  static void copyLater(Storage storage, long batchId, Storage aside) throws IOException {
    List<String> names = storage.list();
    List<StateRange> needed = new ArrayList<>();
    for (long later : after(batchId, FileNames.CHECKPOINT, names)) {
      needed.addAll(filesOf(storage, later));
    }
    for (String name : names) {
      boolean isNeeded =
          StateRange.FileName.parse(name)
              .filter(file -> needed.stream().anyMatch(range -> range.contains(file)))
              .isPresent();
      if (isNeeded) {
        copy(storage, name, aside);
      }
    }
    for (String kind : List.of(FileNames.PLAN, FileNames.PIN, FileNames.CHECKPOINT)) {
      for (long later : after(batchId, kind, names)) {
        copy(storage, FileNames.of(kind, later), aside);
      }
    }
  }

  /** What a damaged one needs cannot be told; it is copied as it is. */
  private static List<StateRange> filesOf(Storage storage, long batchId) throws IOException {
    try {
      return CheckpointFiles.readHeader(storage, batchId).files();
    } catch (CheckpointException e) {
      return List.of();
    }
  }

  static void copy(Storage from, String name, Storage to) throws IOException {
    DurableFiles.write(
        to,
        name,
        out -> {
          try (InputStream in = from.read(name)) {
            in.transferTo(out);
          }
        });
  }

  private static List<Long> after(long batchId, String kind, List<String> names) {
    return FileNames.batchIds(kind, names).stream().filter(id -> id > batchId).toList();
  }

  private static boolean isWhole(Storage storage, long plan) throws IOException {
    try {
      PlanFiles.read(storage, plan);
      return true;
    } catch (CheckpointException e) {
      return false;
    }
  }

  /** One after the other, each durably, so that no gap is left whenever this ends. */
  private static void deleteBackwards(Storage storage, String kind, List<Long> batchIds)
      throws IOException {
    for (int i = batchIds.size() - 1; i >= 0; i--) {
      storage.delete(FileNames.of(kind, batchIds.get(i)));
      storage.force();
    }
  }
}
