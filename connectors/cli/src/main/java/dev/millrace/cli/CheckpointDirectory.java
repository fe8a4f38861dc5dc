package dev.millrace.cli;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.CheckpointInfo;
import dev.millrace.core.checkpoint.CheckpointStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** A checkpoint directory that somebody named, and perhaps mistyped. */
record CheckpointDirectory(CommandSpec command, Path path, CheckpointStore store) {
  /** Opens it; that there is none, or that it is empty, is bad usage. */
  static CheckpointDirectory open(CommandSpec command, Path path) {
    Usage.require(command, Files.exists(path), path + ": no such directory");
    Usage.require(command, Files.isDirectory(path), path + " is not a directory");
    CheckpointStore store = CheckpointStore.open(path);
    Usage.require(
        command,
        !store.list().isEmpty(),
        path + " holds no checkpoint; give the directory that the pipeline had as its checkpoint");
    return new CheckpointDirectory(command, path, store);
  }

  /**
   * @throws CheckpointException if none can be read
   */
  Checkpoint newest() {
    return store
        .newest()
        .orElseThrow(() -> new CheckpointException(path + " holds no checkpoint that can be read"));
  }

  /** That there is no such version is bad usage. */
  void requireVersion(String option, long version) {
    List<Long> kept = store.list().stream().map(CheckpointInfo::batchId).toList();
    Usage.require(
        command,
        kept.contains(version),
        option
            + ": no version "
            + version
            + " in "
            + path
            + "; there are "
            + kept.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }
}
