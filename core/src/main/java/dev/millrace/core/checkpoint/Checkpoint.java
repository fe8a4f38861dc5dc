package dev.millrace.core.checkpoint;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.source.Offset;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Everything needed to go on after a batch: how far each source was read, and the state of each
 * part of the pipeline by the name that its user gave. Immutable; the arrays are shared, not to be
 * modified.
 *
 * @param pipeline the pipeline's name
 * @param batchId the newest batch that it covers
 * @param batchTime the instant that this batch stood for
 * @param firstBatchId the oldest batch that may not be published yet: with it the next start begins
 * @param run which start of the pipeline wrote it, from 1
 * @param offsets by source and split, where reading goes on
 * @param parts by name, state as {@link StateWriter#toBytes} gave it
 * @param files the state files without which the parts are not whole
 */
public record Checkpoint(
    String pipeline,
    long batchId,
    Instant batchTime,
    long firstBatchId,
    long run,
    Map<String, Map<String, Offset>> offsets,
    Map<String, byte[]> parts,
    List<StateRange> files) {
  public Checkpoint {
    Objects.requireNonNull(pipeline, "pipeline");
    Objects.requireNonNull(batchTime, "batchTime");
    if (firstBatchId < 0 || firstBatchId > batchId) {
      throw new IllegalArgumentException(
          "a checkpoint covers batches in order, got " + firstBatchId + " to " + batchId);
    }
    offsets = Collections.unmodifiableMap(new LinkedHashMap<>(offsets));
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    files = List.copyOf(files);
  }

  /** The names of the parts, in the order in which they were written. */
  public Set<String> names() {
    return parts.keySet();
  }

  /**
   * The state of one part.
   *
   * @throws CheckpointException naming the parts there are
   */
  public StateReader part(String name) {
    byte[] bytes = parts.get(name);
    if (bytes == null) {
      throw new CheckpointException(
          "checkpoint of batch " + batchId + " has no part '" + name + "'; it has " + names());
    }
    return StateReader.of(name, bytes);
  }
}
