package dev.millrace.core.checkpoint;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.internal.checkpoint.CheckpointFiles;
import dev.millrace.core.internal.checkpoint.FileNames;
import dev.millrace.core.internal.checkpoint.PlanFiles;
import dev.millrace.core.internal.state.StateFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads every file of a checkpoint directory. */
final class DirectoryCheck {
  private final Storage storage;
  private final List<String> names;
  private final List<Verification.FileCheck> files = new ArrayList<>();
  private final List<Verification.CheckpointCheck> checkpoints = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private DirectoryCheck(Storage storage) throws IOException {
    this.storage = storage;
    this.names = storage.list().stream().filter(FileNames::isOwn).toList();
  }

  static Verification of(Storage storage) throws IOException {
    DirectoryCheck check = new DirectoryCheck(storage);
    for (String name : check.names) {
      check.file(name);
    }
    check.forgetWhatIsGone();
    check.noteOthers();
    check.notePlans();
    return new Verification(check.files, check.checkpoints, check.notes);
  }

  private void file(String name) throws IOException {
    OptionalLong checkpoint = FileNames.batchId(FileNames.CHECKPOINT, name);
    OptionalLong plan = FileNames.batchId(FileNames.PLAN, name);
    Optional<StateRange.FileName> state = StateRange.FileName.parse(name);
    Optional<String> damage = Optional.empty();
    if (checkpoint.isPresent()) {
      damage = checkpoint(checkpoint.getAsLong());
    } else if (plan.isPresent()) {
      damage = damageOf(() -> PlanFiles.read(storage, plan.getAsLong()));
    } else if (state.isPresent()) {
      damage = damageOf(() -> StateFile.verify(storage, state.get()));
    }
    files.add(new Verification.FileCheck(name, size(name), damage));
  }

  private long size(String name) throws IOException {
    try {
      return storage.size(name);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /**
   * @return what is wrong with the file itself, not with those that it needs
   */
  private Optional<String> checkpoint(long batchId) throws IOException {
    Optional<String> ownDamage = damageOf(() -> CheckpointFiles.readWithoutFiles(storage, batchId));
    String pipeline = "";
    Optional<String> hash = Optional.empty();
    Optional<String> damage = ownDamage;
    if (ownDamage.isEmpty()) {
      try {
        Checkpoint whole = CheckpointFiles.read(storage, batchId);
        pipeline = whole.pipeline();
        hash = Optional.of(CheckpointContent.of(whole, storage).hash());
      } catch (NoSuchFileException | RuntimeException e) {
        damage = Optional.of(message(e));
      }
    }
    checkpoints.add(new Verification.CheckpointCheck(batchId, pipeline, hash, damage));
    return ownDamage;
  }

  private interface Reading {
    void run() throws IOException;
  }

  private static Optional<String> damageOf(Reading reading) throws IOException {
    try {
      reading.run();
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.of("is gone");
    } catch (RuntimeException e) {
      return Optional.of(message(e));
    }
  }

  private static String message(Exception e) {
    return e instanceof CheckpointException ? e.getMessage() : e.toString();
  }

  /** A pipeline that runs deletes what it no longer needs. */
  private void forgetWhatIsGone() throws IOException {
    List<String> left = storage.list();
    files.removeIf(file -> !left.contains(file.name()));
    checkpoints.removeIf(
        checkpoint -> !left.contains(FileNames.of(FileNames.CHECKPOINT, checkpoint.batchId())));
  }

  private void noteOthers() {
    Set<String> pipelines = new HashSet<>();
    checkpoints.stream()
        .filter(checkpoint -> !checkpoint.pipeline().isEmpty())
        .forEach(checkpoint -> pipelines.add(checkpoint.pipeline()));
    if (pipelines.size() > 1) {
      notes.add(
          "there are checkpoints of several pipelines: " + pipelines.stream().sorted().toList());
    }
  }

  /** Every batch after the oldest whole checkpoint that gets old should have a plan. */
  private void notePlans() {
    List<Long> plans = FileNames.batchIds(FileNames.PLAN, names);
    List<Long> pinned = FileNames.batchIds(FileNames.PIN, names);
    List<Long> whole =
        checkpoints.stream()
            .filter(checkpoint -> checkpoint.damage().isEmpty())
            .map(Verification.CheckpointCheck::batchId)
            .filter(batchId -> !pinned.contains(batchId))
            .toList();
    if (whole.isEmpty()) {
      return;
    }
    List<Long> missing = new ArrayList<>();
    for (long id = whole.get(0) + 1; id <= whole.get(whole.size() - 1); id++) {
      if (!plans.contains(id)) {
        missing.add(id);
      }
    }
    if (!missing.isEmpty()) {
      notes.add("plans are missing, so these batches cannot be redone as they were: " + missing);
    }
  }
}
