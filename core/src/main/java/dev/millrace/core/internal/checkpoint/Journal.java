package dev.millrace.core.internal.checkpoint;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.Checkpoint;
import dev.millrace.core.checkpoint.StateFiles;
import dev.millrace.core.checkpoint.StateRange;
import dev.millrace.core.checkpoint.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable record of one pipeline: plans and checkpoints in one directory, which it holds the
 * lock of.
 *
 * <p>Invariants: the plan of a batch is there before anything of the batch is read; plans are kept
 * from the oldest retained checkpoint on, so that recovery can fall back to any of them and redo
 * what followed exactly.
 */
public final class Journal implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final Storage storage;
  private final String pipeline;
  private final int retain;
  private final Sweeper sweeper;
  private final Closeable lock;
  private final long run;

  /** The newest batch that an earlier run planned, or -1. */
  private final long lastPlanned;

  private final List<String> damaged = new ArrayList<>();

  /** Retained checkpoints, without parts, oldest first. */
  private final Deque<Checkpoint> retained = new ArrayDeque<>();

  /** What each checkpoint that is there needs, whether retained, pinned or not yet deleted. */
  private final NavigableMap<Long, List<StateRange>> present = new TreeMap<>();

  /** The batches whose plans are there. */
  private final NavigableSet<Long> plans = new TreeSet<>();

  private final StateFileNames stateFiles;
  private Optional<Checkpoint> newest;

  private Journal(Storage storage, String pipeline, int retain, Sweeper sweeper, Closeable lock)
      throws IOException {
    this.storage = storage;
    this.pipeline = pipeline;
    this.retain = retain;
    this.sweeper = sweeper;
    this.lock = lock;
    this.newest = findNewest(Long.MAX_VALUE);
    List<String> names = storage.list();
    this.stateFiles = StateFileNames.of(names);
    plans.addAll(FileNames.batchIds(FileNames.PLAN, names));
    this.lastPlanned = plans.isEmpty() ? -1 : plans.last();
    this.run = 1 + newestRun(List.copyOf(plans));
    for (long batchId : FileNames.batchIds(FileNames.CHECKPOINT, names)) {
      present.put(batchId, filesOf(batchId));
    }
  }

  /**
   * Takes possession of the directory and finds the newest whole checkpoint.
   *
   * @param sweeper deletes what is no longer needed; closed with the journal
   * @throws CheckpointException when somebody else holds the directory, or there are checkpoints
   *     and none of them can be read
   */
  public static Journal open(Storage storage, String pipeline, int retain, Sweeper sweeper)
      throws IOException {
    Closeable lock = storage.lock();
    try {
      return new Journal(storage, pipeline, retain, sweeper, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The newest whole checkpoint. */
  public Optional<Checkpoint> newest() {
    return newest;
  }

  /** The storage, and where state of a batch goes that is written by increments. */
  public StateFiles files(long batchId) {
    return new StateFiles(storage, batchId);
  }

  public Storage storage() {
    return storage;
  }

  /**
   * The newest whole checkpoint turned out to need a state file that is damaged; the one before it
   * takes its place.
   *
   * @throws CheckpointException when there is none
   */
  public void passOver(CheckpointException damage) throws IOException {
    long batchId = newest.orElseThrow().batchId();
    damaged.add(FileNames.of(FileNames.CHECKPOINT, batchId));
    LOG.warn(
        "damaged checkpoint of batch {}, falling back to the one before: {}",
        batchId,
        damage.getMessage());
    retained.clear();
    newest = findNewest(batchId);
  }

  /**
   * Everything was taken over from the newest checkpoint. Removes state files that were written
   * after it and belong to no checkpoint.
   */
  public void recovered() throws IOException {
    List<StateRange.FileName> gone =
        stateFiles.removeAfter(newest.map(Checkpoint::batchId).orElse(-1L));
    for (StateRange.FileName name : gone) {
      storage.delete(name.toString());
    }
    if (!gone.isEmpty()) {
      storage.force();
    }
  }

  /** Which start of the pipeline this is, from 1. */
  public long run() {
    return run;
  }

  /** The files that could not be read. */
  public List<String> damaged() {
    return Collections.unmodifiableList(damaged);
  }

  /** The oldest checkpoint that recovery may fall back to; without parts. */
  public Optional<Checkpoint> oldestRetained() {
    return Optional.ofNullable(retained.peekFirst());
  }

  /**
   * The plan of a batch that was planned by an earlier run.
   *
   * @throws CheckpointException when the batch was planned, may have been committed, and its plan
   *     cannot be read
   */
  public Optional<BatchPlan> plan(long batchId) throws IOException {
    if (batchId > lastPlanned) {
      return Optional.empty();
    }
    String name = FileNames.of(FileNames.PLAN, batchId);
    List<String> names = storage.list();
    String problem;
    if (names.contains(name)) {
      try {
        return Optional.of(readPlan(batchId));
      } catch (CheckpointException e) {
        problem = e.getMessage();
      }
    } else {
      problem = "is missing";
    }
    if (isFollowed(batchId, names)) {
      throw new CheckpointException(
          name
              + " in "
              + storage
              + " "
              + problem
              + ", and batch "
              + batchId
              + " may have been published already; restore the file, or go back for good with"
              + " CheckpointStore.rollBack("
              + (batchId - 1)
              + ")");
    }
    if (names.contains(name)) {
      damaged.add(name);
      LOG.warn(
          "{} in {} {}; batch {} was not committed, planning it anew",
          name,
          storage,
          problem,
          batchId);
    }
    return Optional.empty();
  }

  /** Makes the plan durable. */
  public void write(BatchPlan plan) throws IOException {
    DurableFiles.write(
        storage,
        FileNames.of(FileNames.PLAN, plan.batchId()),
        PlanFormat.encode(new PlanFormat.Stored(pipeline, run, plan)));
    plans.add(plan.batchId());
  }

  /** Forgets the plan of a batch that was never begun. */
  public void withdraw(BatchPlan plan) throws IOException {
    storage.delete(FileNames.of(FileNames.PLAN, plan.batchId()));
    plans.remove(plan.batchId());
  }

  /**
   * Makes the checkpoint durable.
   *
   * @return the size of the file in bytes
   */
  public long write(Checkpoint checkpoint) throws IOException {
    sweeper.await(); // the directory is forced below, and with it what was deleted before
    List<byte[]> pieces = CheckpointFormat.encode(checkpoint);
    DurableFiles.write(storage, FileNames.of(FileNames.CHECKPOINT, checkpoint.batchId()), pieces);
    retained.addLast(withoutParts(checkpoint));
    present.put(checkpoint.batchId(), checkpoint.files());
    for (StateRange range : checkpoint.files()) {
      if (range.last() == checkpoint.batchId()) {
        for (int number = 0; number < range.lastFiles(); number++) {
          stateFiles.add(new StateRange.FileName(range.key(), range.last(), number));
        }
      }
    }
    long bytes = 0;
    for (byte[] piece : pieces) {
      bytes += piece.length;
    }
    return bytes;
  }

  /**
   * Deletes checkpoints beyond the retained ones, unless pinned, and plans no longer needed. State
   * files that only these checkpoints needed go the next time: by then it is durable that the
   * checkpoints are gone.
   */
  public void clean() throws IOException {
    while (retained.size() > retain) {
      retained.removeFirst();
    }
    if (retained.isEmpty()) {
      return;
    }
    long oldest = retained.getFirst().batchId();
    List<String> unused = new ArrayList<>();
    List<StateRange> needed = present.values().stream().flatMap(List::stream).toList();
    for (StateRange.FileName name : stateFiles.removeUnused(needed)) {
      unused.add(name.toString());
    }
    while (!plans.isEmpty() && plans.first() <= oldest) {
      unused.add(FileNames.of(FileNames.PLAN, plans.pollFirst()));
    }
    for (long batchId : List.copyOf(present.headMap(oldest).keySet())) {
      if (!isPinned(batchId)) {
        unused.add(FileNames.of(FileNames.CHECKPOINT, batchId));
        present.remove(batchId);
      }
    }
    sweeper.sweep(storage, unused);
  }

  /** Others pin, so it is looked for. */
  private boolean isPinned(long batchId) throws IOException {
    try {
      return storage.size(FileNames.of(FileNames.PIN, batchId)) >= 0;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** What a checkpoint needs; nothing when that cannot be told, for it is of no use then. */
  private List<StateRange> filesOf(long batchId) throws IOException {
    try {
      return CheckpointFiles.readHeader(storage, batchId).files();
    } catch (CheckpointException e) {
      LOG.debug("checkpoint of batch {}: {}", batchId, e.getMessage());
      return List.of();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      sweeper.await();
    } finally {
      sweeper.close();
      lock.close();
    }
  }

  @Override
  public String toString() {
    return storage.toString();
  }

  private Optional<Checkpoint> findNewest(long before) throws IOException {
    List<Long> ids = CheckpointFiles.batchIds(storage).stream().filter(id -> id < before).toList();
    for (int i = ids.size() - 1; i >= 0; i--) {
      long batchId = ids.get(i);
      try {
        Checkpoint checkpoint = own(CheckpointFiles.read(storage, batchId));
        retainFrom(ids.subList(0, i));
        retained.addLast(withoutParts(checkpoint));
        return Optional.of(checkpoint);
      } catch (CheckpointVersionException | ForeignCheckpointException e) {
        throw e;
      } catch (CheckpointException e) {
        damaged.add(FileNames.of(FileNames.CHECKPOINT, batchId));
        LOG.warn("damaged checkpoint, falling back to the one before: {}", e.getMessage());
      }
    }
    if (!damaged.isEmpty()) {
      throw new CheckpointException(
          "none of the checkpoints in "
              + storage
              + " can be read: "
              + damaged
              + "; restore one from a backup, or start afresh in another directory");
    }
    List<Long> plans = FileNames.batchIds(FileNames.PLAN, storage.list());
    if (!plans.isEmpty() && plans.get(0) > 0) {
      throw new CheckpointException(
          storage
              + " holds plans from batch "
              + plans.get(0)
              + " on but no checkpoint; restore the checkpoints, or start afresh in another"
              + " directory");
    }
    return Optional.empty();
  }

  /** Older checkpoints stay as they are until newer ones push them out. */
  private void retainFrom(List<Long> older) throws IOException {
    for (int i = older.size() - 1; i >= 0 && retained.size() < retain - 1; i--) {
      try {
        retained.addFirst(CheckpointFiles.readHeader(storage, older.get(i)));
      } catch (CheckpointException e) {
        LOG.warn("damaged checkpoint: {}", e.getMessage());
      }
    }
  }

  private Checkpoint own(Checkpoint checkpoint) {
    if (!checkpoint.pipeline().equals(pipeline)) {
      throw new ForeignCheckpointException(
          storage
              + " holds checkpoints of pipeline '"
              + checkpoint.pipeline()
              + "', not of '"
              + pipeline
              + "'; each pipeline needs a directory of its own");
    }
    return checkpoint;
  }

  private long newestRun(List<Long> plans) throws IOException {
    long committed = newest.map(Checkpoint::run).orElse(0L);
    for (int i = plans.size() - 1; i >= 0; i--) {
      try {
        return Math.max(committed, PlanFiles.stored(storage, plans.get(i)).run());
      } catch (CheckpointException e) {
        LOG.debug("plan of batch {}: {}", plans.get(i), e.getMessage());
      }
    }
    return committed;
  }

  /** Whether a committed batch was degraded, as far as its plan is still there to tell. */
  public boolean wasDegraded(long batchId) throws IOException {
    try {
      return storage.list().contains(FileNames.of(FileNames.PLAN, batchId))
          && readPlan(batchId).degraded();
    } catch (CheckpointException e) {
      return false;
    }
  }

  private BatchPlan readPlan(long batchId) throws IOException {
    PlanFormat.Stored stored = PlanFiles.stored(storage, batchId);
    if (!stored.pipeline().equals(pipeline) || stored.plan().batchId() != batchId) {
      throw new CheckpointException(
          "holds batch " + stored.plan().batchId() + " of pipeline '" + stored.pipeline() + "'");
    }
    return stored.plan();
  }

  /** Whether anything says that the batch was committed once. */
  private static boolean isFollowed(long batchId, List<String> names) {
    return FileNames.batchIds(FileNames.CHECKPOINT, names).stream().anyMatch(id -> id >= batchId)
        || FileNames.batchIds(FileNames.PLAN, names).stream().anyMatch(id -> id > batchId);
  }

  private static Checkpoint withoutParts(Checkpoint checkpoint) {
    return new Checkpoint(
        checkpoint.pipeline(),
        checkpoint.batchId(),
        checkpoint.batchTime(),
        checkpoint.firstBatchId(),
        checkpoint.run(),
        checkpoint.offsets(),
        Map.of(),
        checkpoint.files());
  }

  /** A whole checkpoint of somebody else. */
  private static final class ForeignCheckpointException extends CheckpointException {
    private static final long serialVersionUID = 1L;

    ForeignCheckpointException(String message) {
      super(message);
    }
  }
}
