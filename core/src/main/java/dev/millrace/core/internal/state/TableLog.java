package dev.millrace.core.internal.state;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateFiles;
import dev.millrace.core.checkpoint.StateRange;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.internal.codec.ByteInput;
import dev.millrace.core.state.StateDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * How partitions of a table get into checkpoints at a cost that grows with what changed, not with
 * what there is. Every commit appends what changed to a {@link StateLog}. When the changes since
 * the last snapshot are half as large as that snapshot, another one is begun: each commit then also
 * writes the next piece of it, twice as large as its changes, so that it is whole when the changes
 * are about as large as the table; everything before its beginning is then dropped.
 *
 * <p>Bounds, B being the size of the table: a commit writes three times its changes, two times on
 * average; files hold less than 3 B and a bit; reading back reads less than that. When at least
 * half the keys changed, the whole table is written at once instead.
 *
 * <p>A snapshot that is written while the table changes is made whole by what is logged beside it:
 * its pieces, in the order of the keys that were there when it began, then all changes after its
 * first batch, oldest first. A key that changed after its piece was written, or before, is in those
 * changes; one that was removed is too.
 *
 * <p><b>Rejected.</b> <em>Merging files in the background</em>, as a log-structured merge tree
 * does: it reads back what is in memory, and either its result depends on timing or commits wait
 * for it. <em>A copy-on-write view</em> that a thread writes out: bursts of writing, and memory for
 * all that changes meanwhile. Here nothing is read, no thread runs, and equal histories give equal
 * bytes.
 */
public final class TableLog<K, S> {
  private static final long NONE = -1;

  /** Runs tasks 0 to n - 1, perhaps at the same time, and gives their results in order. */
  @FunctionalInterface
  public interface Tasks {
    List<byte[]> run(int count, IntFunction<byte[]> task);

    /** One after the other. */
    static Tasks sequential() {
      return (count, task) -> {
        List<byte[]> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          results.add(task.apply(i));
        }
        return results;
      };
    }
  }

  private final StateDescriptor<K, S> descriptor;
  private final List<StatePartition<K, S>> partitions;
  private final List<PartitionBlocks<K, S>> blocks = new ArrayList<>();
  private final StateLog log;

  /** The batch with which the last whole snapshot began, or -1. */
  private long snapshot = NONE;

  private long snapshotBytes;
  private long changeBytes;

  /** The same of the snapshot that is being written, and which partition it has come to. */
  private long next = NONE;

  private long nextBytes;
  private long nextChangeBytes;
  private int nextPartition;

  /**
   * @param first number of the first of these partitions, when there are other logs for others
   * @param partitions kept and saved
   */
  public TableLog(
      StateDescriptor<K, S> descriptor, int first, List<StatePartition<K, S>> partitions) {
    this(descriptor, first, partitions, new StateLog("table/" + first + "/" + descriptor.name()));
  }

  private TableLog(
      StateDescriptor<K, S> descriptor,
      int first,
      List<StatePartition<K, S>> partitions,
      StateLog log) {
    this.descriptor = descriptor;
    this.partitions = partitions;
    this.log = log;
    for (int i = 0; i < partitions.size(); i++) {
      blocks.add(new PartitionBlocks<>(descriptor, first + i));
    }
  }

  /** Saves what changed since the last time. */
  public void save(StateWriter out, Tasks tasks) {
    Optional<StateFiles> to = out.files();
    long batchId = to.map(StateFiles::batchId).orElse(log.newest() + 1);
    boolean tracked = partitions.stream().allMatch(partition -> partition.unsaved() != null);
    long changed = tracked ? partitions.stream().mapToLong(p -> p.unsaved().size()).sum() : 0;
    long live = partitions.stream().mapToLong(StatePartition::size).sum();
    if (!tracked || snapshot == NONE || (changed > 0 && 2 * changed >= live)) {
      saveAll(batchId, to, tasks);
    } else if (changed > 0) {
      saveChanges(batchId, to, tasks);
    }
    partitions.forEach(StatePartition::saved);
    out.put("first", blocks.get(0).number());
    out.put("snapshot", snapshot).put("snapshotBytes", snapshotBytes);
    out.put("changeBytes", changeBytes);
    out.put("next", next).put("nextBytes", nextBytes).put("nextChangeBytes", nextChangeBytes);
    out.put("nextPartition", nextPartition);
    out.put("written", partitions.stream().mapToInt(p -> p.unsaved().cursorRank()).toArray());
    out.put("ofKeys", partitions.stream().mapToInt(p -> p.unsaved().endRank()).toArray());
    out.put("keys", partitions.stream().mapToInt(StatePartition::size).toArray());
    out.put("log", log::save);
  }

  private void saveAll(long batchId, Optional<StateFiles> to, Tasks tasks) {
    log.dropBefore(batchId);
    partitions.forEach(StatePartition::beginSnapshot);
    snapshot = batchId;
    snapshotBytes = 0;
    boolean done = false;
    while (!done) {
      List<byte[]> pieces =
          tasks.run(
              partitions.size(),
              i ->
                  partitions.get(i).unsaved().isSnapshotDone()
                      ? new byte[0]
                      : blocks
                          .get(i)
                          .snapshot(partitions.get(i), batchId, PartitionBlocks.PIECE_BYTES));
      done = true;
      for (byte[] piece : pieces) {
        if (piece.length > 0) {
          log.append(batchId, piece, to);
          snapshotBytes += piece.length;
          done = false;
        }
      }
    }
    changeBytes = 0;
    next = NONE;
  }

  private void saveChanges(long batchId, Optional<StateFiles> to, Tasks tasks) {
    long written = 0;
    List<byte[]> changes =
        tasks.run(
            partitions.size(),
            i ->
                partitions.get(i).unsaved().size() == 0
                    ? new byte[0]
                    : blocks.get(i).changes(partitions.get(i)));
    for (byte[] block : changes) {
      if (block.length > 0) {
        log.append(batchId, block, to);
        written += block.length;
      }
    }
    changeBytes += written;
    if (next != NONE) {
      nextChangeBytes += written;
    } else if (2 * changeBytes >= snapshotBytes) {
      partitions.forEach(StatePartition::beginSnapshot);
      next = batchId;
      nextBytes = 0;
      nextChangeBytes = 0;
      nextPartition = 0;
    }
    if (next != NONE) {
      goOn(batchId, 2 * written, to);
    }
  }

  /** Writes so much more of the snapshot. */
  private void goOn(long batchId, long bytes, Optional<StateFiles> to) {
    long left = bytes;
    while (left > 0 && nextPartition < partitions.size()) {
      StatePartition<K, S> partition = partitions.get(nextPartition);
      if (partition.unsaved().isSnapshotDone()) {
        nextPartition++;
      } else {
        byte[] piece =
            blocks
                .get(nextPartition)
                .snapshot(partition, next, Math.min(left, PartitionBlocks.PIECE_BYTES));
        log.append(batchId, piece, to);
        nextBytes += piece.length;
        left -= piece.length;
      }
    }
    if (nextPartition == partitions.size()) {
      log.dropBefore(next);
      snapshot = next;
      snapshotBytes = nextBytes;
      changeBytes = nextChangeBytes;
      next = NONE;
    }
  }

  /** The files that {@link #restore} reads. */
  public static StateRange files(StateReader in) {
    return StateLog.range(in.get("log"));
  }

  /**
   * The partitions of what was saved, under whatever name.
   *
   * @throws CheckpointException when it is not whole
   */
  static <K, S> List<StatePartition<K, S>> read(StateDescriptor<K, S> descriptor, StateReader in) {
    List<StatePartition<K, S>> partitions = new ArrayList<>();
    int count = in.getInts("keys").length;
    if (count == 0) {
      throw new CheckpointException(
          "state '" + descriptor.name() + "' at " + in.part() + " has no partitions");
    }
    for (int i = 0; i < count; i++) {
      partitions.add(new StatePartition<>(descriptor));
    }
    int first = in.getInt("first", 0, Integer.MAX_VALUE);
    new TableLog<>(descriptor, first, partitions, StateLog.of(in.get("log"))).restore(in);
    return partitions;
  }

  /**
   * Takes over what was saved of as many partitions, which are empty.
   *
   * @throws CheckpointException when it is not whole
   */
  public void restore(StateReader in) {
    snapshot = in.getLong("snapshot");
    snapshotBytes = in.getLong("snapshotBytes");
    changeBytes = in.getLong("changeBytes");
    next = in.getLong("next");
    nextBytes = in.getLong("nextBytes");
    nextChangeBytes = in.getLong("nextChangeBytes");
    nextPartition = in.getInt("nextPartition", 0, partitions.size());
    StateReader logReader = in.get("log");
    log.restore(logReader);
    List<PartitionBlocks.Times> times = new ArrayList<>();
    partitions.forEach(partition -> times.add(new PartitionBlocks.Times()));
    boolean[] timed = new boolean[partitions.size()];
    Arrays.fill(timed, true);
    for (int kind : new int[] {PartitionBlocks.SNAPSHOT, PartitionBlocks.CHANGES}) {
      log.read(logReader, (batchId, block) -> apply(kind, batchId, block, times, timed));
    }
    int[] written = ofPartitions(in, "written");
    int[] ofKeys = ofPartitions(in, "ofKeys");
    int[] keys = ofPartitions(in, "keys");
    for (int i = 0; i < keys.length; i++) {
      StatePartition<K, S> partition = partitions.get(i);
      if (partition.size() != keys[i]) {
        throw damaged(in, partition.size() + " keys in place of " + keys[i]);
      }
      if (written[i] < 0 || written[i] > ofKeys[i] || ofKeys[i] > keys[i]) {
        throw damaged(in, "a snapshot of " + written[i] + " of " + ofKeys[i] + " keys");
      }
      partition.restored(
          descriptor.timed() && timed[i] ? times.get(i).byNumber() : null, written[i], ofKeys[i]);
    }
  }

  private void apply(
      int kind, long batchId, byte[] block, List<PartitionBlocks.Times> times, boolean[] timed)
      throws IOException {
    ByteInput in = new ByteInput(block);
    PartitionBlocks.Head head = PartitionBlocks.Head.read(in);
    boolean counts =
        kind == PartitionBlocks.SNAPSHOT ? head.snapshot() == snapshot : batchId > snapshot;
    if (head.kind() != kind || !counts) {
      return;
    }
    int index = head.partition() - blocks.get(0).number();
    if (index < 0 || index >= partitions.size()) {
      throw new IOException("a block of partition " + head.partition());
    }
    timed[index] &= head.timed();
    blocks.get(index).apply(head, in, partitions.get(index), times.get(index));
  }

  private int[] ofPartitions(StateReader in, String name) {
    int[] values = in.getInts(name);
    if (values.length != partitions.size()) {
      throw damaged(in, name + " of " + values.length + " partitions, not " + partitions.size());
    }
    return values;
  }

  private CheckpointException damaged(StateReader in, String what) {
    return new CheckpointException(
        "state '" + descriptor.name() + "' is damaged at " + in.part() + ": " + what);
  }
}
