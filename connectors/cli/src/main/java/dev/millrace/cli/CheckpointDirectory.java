package dev.millrace.cli;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.CheckpointInfo;
import dev.millrace.core.checkpoint.CheckpointStore;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.ml.model.ModelVersions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * A checkpoint directory that somebody named, and perhaps mistyped.
 *
 * @param place a path, or a URI of something that a connector on the class path opens
 */
record CheckpointDirectory(
    CommandSpec command, String place, Storage storage, CheckpointStore store) {
  static final String DESCRIPTION =
      "The checkpoint directory of a pipeline, or its URI where a connector is on the class path"
          + " that opens it.";

  /** A scheme of one letter is a drive of Windows. */
  private static final Pattern URI_OF_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  /** Opens it; that there is none, or that it is empty, is bad usage. */
  static CheckpointDirectory open(CommandSpec command, String place) {
    Storage storage = storage(command, place);
    if (storage.directory().isPresent()) {
      Path path = storage.directory().get();
      Usage.require(command, Files.exists(path), place + ": no such directory");
      Usage.require(command, Files.isDirectory(path), place + " is not a directory");
    }
    CheckpointStore store = CheckpointStore.open(storage);
    Usage.require(
        command,
        !store.list().isEmpty(),
        place + " holds no checkpoint; give the directory that the pipeline had as its checkpoint");
    return new CheckpointDirectory(command, place, storage, store);
  }

  /** A place for checkpoints, there or not. */
  static Storage storage(CommandSpec command, String place) {
    if (!URI_OF_SCHEME.matcher(place).matches()) {
      return Storage.local(Path.of(place));
    }
    try {
      return Storage.at(new URI(place));
    } catch (URISyntaxException e) {
      throw new ParameterException(command.commandLine(), place + " is no URI: " + e.getReason());
    }
  }

  ModelVersions versions() {
    return ModelVersions.open(store);
  }

  /**
   * @throws CheckpointException if none can be read
   */
  Checkpoint newest() {
    return store
        .newest()
        .orElseThrow(
            () -> new CheckpointException(place + " holds no checkpoint that can be read"));
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
            + place
            + "; there are "
            + kept.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  /** The first of the places {@code name-1}, {@code name-2} … in it that is empty. */
  Storage freePlace(String name) {
    for (int number = 1; ; number++) {
      Storage free = storage(command, place.replaceFirst("/+$", "") + "/" + name + "-" + number);
      try {
        if (free.list().isEmpty()) {
          return free;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
