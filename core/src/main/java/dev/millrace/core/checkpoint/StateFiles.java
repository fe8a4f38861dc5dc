package dev.millrace.core.checkpoint;

import java.util.Objects;

/**
 * Where the state of one commit goes that is not written anew each time: files beside the
 * checkpoints, which many checkpoints share. An engine that writes them on other machines opens the
 * same storage there by {@link Storage#uri}.
 *
 * @param batchId the batch that is being committed; part of the names of files
 */
public record StateFiles(Storage storage, long batchId) {
  public StateFiles {
    Objects.requireNonNull(storage, "storage");
  }
}
