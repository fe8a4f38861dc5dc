package dev.millrace.core.checkpoint;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.internal.checkpoint.CheckpointFiles;
import dev.millrace.core.internal.checkpoint.CheckpointFormat;
import dev.millrace.core.internal.checkpoint.DurableFiles;
import dev.millrace.core.internal.checkpoint.FileNames;
import dev.millrace.core.internal.state.StateUpgrade;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a migration to today's format did.
 *
 * @param migrated the batches whose checkpoints were rewritten
 * @param unchanged those that were in today's format already
 * @param damaged those that cannot be read: in place they stay as they are, into another place they
 *     are not taken along
 */
public record Migration(List<Long> migrated, List<Long> unchanged, List<Long> damaged) {
  public Migration {
    migrated = List.copyOf(migrated);
    unchanged = List.copyOf(unchanged);
    damaged = List.copyOf(damaged);
  }

  /** Everything goes to another place. */
  static Migration into(Storage from, Storage to) throws IOException {
    List<Long> ids = CheckpointFiles.batchIds(from);
    List<Long> others = new ArrayList<>(CheckpointFiles.batchIds(to));
    others.removeAll(ids);
    if (!others.isEmpty()) {
      throw new CheckpointException(
          to + " holds checkpoints that " + from + " does not have: " + others);
    }
    for (String name : from.list()) {
      if (FileNames.isOwn(name) && FileNames.batchId(FileNames.CHECKPOINT, name).isEmpty()) {
        Rollback.copy(from, name, to);
      }
    }
    return migrate(
        from,
        to,
        batchId -> {},
        batchId -> Rollback.copy(from, FileNames.of(FileNames.CHECKPOINT, batchId), to));
  }

  /** Files that are replaced go to another place first. */
  static Migration inPlace(Storage storage, Storage kept) throws IOException {
    return migrate(
        storage,
        storage,
        batchId -> Rollback.copy(storage, FileNames.of(FileNames.CHECKPOINT, batchId), kept),
        batchId -> {});
  }

  private interface Step {
    void of(long batchId) throws IOException;
  }

  private static Migration migrate(Storage from, Storage to, Step before, Step unchanged)
      throws IOException {
    List<Long> migrated = new ArrayList<>();
    List<Long> asTheyAre = new ArrayList<>();
    List<Long> damaged = new ArrayList<>();
    for (long batchId : CheckpointFiles.batchIds(from)) {
      try {
        Checkpoint old = CheckpointFiles.read(from, batchId);
        if (CheckpointFiles.version(from, batchId) == CheckpointFormat.VERSION) {
          unchanged.of(batchId);
          asTheyAre.add(batchId);
        } else {
          Checkpoint rewritten = rewrite(old, from);
          before.of(batchId);
          write(old, rewritten, from, to);
          migrated.add(batchId);
        }
      } catch (CheckpointException e) {
        if (CheckpointFiles.isNewer(e)) {
          throw e;
        }
        damaged.add(batchId);
      }
    }
    return new Migration(migrated, asTheyAre, damaged);
  }

  private static Checkpoint rewrite(Checkpoint old, Storage storage) {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    old.parts()
        .forEach(
            (name, bytes) ->
                parts.put(name, StateUpgrade.rewrite(StateReader.of(name, bytes, storage))));
    return new Checkpoint(
        old.pipeline(),
        old.batchId(),
        old.batchTime(),
        old.firstBatchId(),
        old.run(),
        old.offsets(),
        parts,
        old.files());
  }

  /** The content is compared before anything is replaced, and once more with what was written. */
  private static void write(Checkpoint old, Checkpoint rewritten, Storage from, Storage to)
      throws IOException {
    CheckpointContent content = CheckpointContent.of(old, from);
    requireSame(content, CheckpointContent.of(rewritten, from), old.batchId());
    DurableFiles.write(
        to, FileNames.of(FileNames.CHECKPOINT, old.batchId()), CheckpointFormat.encode(rewritten));
    requireSame(
        content, CheckpointContent.of(CheckpointFiles.read(to, old.batchId()), to), old.batchId());
  }

  private static void requireSame(CheckpointContent old, CheckpointContent now, long batchId) {
    if (!now.equals(old)) {
      throw new IllegalStateException(
          "checkpoint of batch " + batchId + " would not say the same in the new format");
    }
  }
}
