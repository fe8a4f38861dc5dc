package dev.millrace.core.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What reading a checkpoint directory in full has shown.
 *
 * @param files every file, by name
 * @param checkpoints oldest first
 * @param notes what is not damage, but keeps batches from being redone or replayed
 */
public record Verification(
    List<FileCheck> files, List<CheckpointCheck> checkpoints, List<String> notes) {
  public Verification {
    files = List.copyOf(files);
    checkpoints = List.copyOf(checkpoints);
    notes = List.copyOf(notes);
  }

  /**
   * One file.
   *
   * @param bytes its size
   * @param damage what is wrong with it
   */
  public record FileCheck(String name, long bytes, Optional<String> damage) {}

  /**
   * One checkpoint with the state files that it needs.
   *
   * @param pipeline whose it is; empty when that cannot be read
   * @param hash of its {@linkplain CheckpointContent content}; empty when it is not whole
   * @param damage what keeps it from being whole
   */
  public record CheckpointCheck(
      long batchId, String pipeline, Optional<String> hash, Optional<String> damage) {}

  /** Whether no file is damaged and every checkpoint is whole. */
  public boolean isWhole() {
    return files.stream().allMatch(file -> file.damage().isEmpty())
        && checkpoints.stream().allMatch(checkpoint -> checkpoint.damage().isEmpty());
  }

  /** The checkpoint that a start would take; empty when none is whole. */
  public OptionalLong newestWhole() {
    return checkpoints.stream()
        .filter(checkpoint -> checkpoint.damage().isEmpty())
        .mapToLong(CheckpointCheck::batchId)
        .max();
  }
}
