package dev.millrace.core.checkpoint;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What there is to know of a checkpoint without loading it.
 *
 * @param batchId the batch whose commit it is; also the version of the models in it
 * @param batchTime the instant that the batch stood for; the epoch when the file is damaged
 * @param run which start of the pipeline wrote it, from 1; 0 when the file is damaged
 * @param format version of the file's format; 0 when the file is damaged
 * @param bytes size of the file
 * @param pinned whether retention leaves it alone
 * @param damage what is wrong with the file, where that shows in its header
 */
public record CheckpointInfo(
    long batchId,
    Instant batchTime,
    long run,
    int format,
    long bytes,
    boolean pinned,
    Optional<String> damage) {
  public CheckpointInfo {
    Objects.requireNonNull(batchTime, "batchTime");
    Objects.requireNonNull(damage, "damage");
  }
}
