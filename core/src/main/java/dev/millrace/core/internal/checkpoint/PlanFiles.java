package dev.millrace.core.internal.checkpoint;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.Storage;
import java.io.IOException;
import java.io.InputStream;

/** Reads the plan files of one directory. */
public final class PlanFiles {
  private PlanFiles() {}

  /**
   * Reads and verifies one.
   *
   * @throws CheckpointException naming the file and what is wrong with it
   */
  public static BatchPlan read(Storage storage, long batchId) throws IOException {
    String name = FileNames.of(FileNames.PLAN, batchId);
    try {
      BatchPlan plan = stored(storage, batchId).plan();
      if (plan.batchId() != batchId) {
        throw new CheckpointException("holds batch " + plan.batchId());
      }
      return plan;
    } catch (CheckpointException e) {
      throw new CheckpointException(name + " in " + storage + ": " + e.getMessage(), e);
    }
  }

  static PlanFormat.Stored stored(Storage storage, long batchId) throws IOException {
    try (InputStream in = storage.read(FileNames.of(FileNames.PLAN, batchId))) {
      return PlanFormat.decode(in.readAllBytes());
    }
  }
}
