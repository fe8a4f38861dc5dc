package dev.millrace.core.internal.runtime;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.StateRange;
import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.internal.checkpoint.DurableFiles;
import dev.millrace.core.internal.checkpoint.FileNames;
import dev.millrace.core.internal.checkpoint.PlanFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Batches redone as they were planned, from a checkpoint that is copied to a directory with their
 * plans: what a start would do after a crash in the first of them.
 */
public final class ReplayRun {
  private final Storage from;
  private final Storage scratch;
  private final Checkpoint start;
  private final long end;

  /**
   * @param scratch empty
   * @param start the checkpoint to begin with
   * @param end the last batch
   */
  public ReplayRun(Storage from, Storage scratch, Checkpoint start, long end) {
    this.from = from;
    this.scratch = scratch;
    this.start = start;
    this.end = end;
  }

  /** Runs them, and leaves a checkpoint of the last. */
  public void run(Pipeline pipeline) throws IOException {
    prepare();
    try (MicroBatchExecution execution =
        new MicroBatchExecution(pipeline, Optional.of(scratch), StepListener.none())) {
      execution.open();
      boolean goesOn = true;
      while (goesOn) {
        goesOn = execution.redo();
      }
      execution.commitPending();
    }
  }

  private void prepare() throws IOException {
    if (!scratch.list().isEmpty()) {
      throw new CheckpointException(
          scratch + " is not empty; give a replay an empty directory of its own");
    }
    copySources();
    List<String> names = from.list();
    for (String name : names) {
      Optional<StateRange.FileName> file = StateRange.FileName.parse(name);
      if (file.isPresent() && start.files().stream().anyMatch(r -> r.contains(file.get()))) {
        copy(name);
      }
    }
    for (long batchId = start.batchId() + 1; batchId <= end; batchId++) {
      String name = FileNames.of(FileNames.PLAN, batchId);
      if (!names.contains(name)) {
        throw new CheckpointException(
            "the plan of batch "
                + batchId
                + " is gone from "
                + from
                + ": plans are kept since the oldest checkpoint that is retained, pinned ones aside;"
                + " begin with a later one, or retain more");
      }
      PlanFiles.read(from, batchId);
      copy(name);
    }
    copy(FileNames.of(FileNames.CHECKPOINT, start.batchId()));
  }

  private void copy(String name) throws IOException {
    DurableFiles.write(
        scratch,
        name,
        out -> {
          try (InputStream in = from.read(name)) {
            in.transferTo(out);
          }
        });
  }

  /** What sources keep for themselves, so that the pipeline's own is not written to. */
  private void copySources() throws IOException {
    Optional<Path> sources = from.directory().map(ConnectorDirectories::sources);
    Optional<Path> target = scratch.directory().map(ConnectorDirectories::sources);
    if (sources.isEmpty() || target.isEmpty() || !Files.isDirectory(sources.get())) {
      return;
    }
    try (Stream<Path> paths = Files.walk(sources.get())) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path to = target.get().resolve(sources.get().relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(to);
        } else {
          copyIfThere(path, to);
        }
      }
    }
  }

  /** A log that is being written to may have forgotten its oldest files by now. */
  private static void copyIfThere(Path path, Path to) throws IOException {
    try {
      Files.copy(path, to);
    } catch (NoSuchFileException e) {
      if (Files.exists(path)) {
        throw e;
      }
    }
  }
}
