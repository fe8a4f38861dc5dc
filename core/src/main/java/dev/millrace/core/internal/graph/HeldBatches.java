package dev.millrace.core.internal.graph;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchInfo;
import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.Checkpointed;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.internal.codec.ByteInput;
import dev.millrace.core.internal.codec.ByteOutput;
import dev.millrace.core.internal.state.StateLog;
import dev.millrace.core.state.StateCodec;
import dev.millrace.core.window.BatchWindow;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The batches in a window. Each is encoded and written once, for the first checkpoint that it is
 * in.
 *
 * <pre>{@code
 * elements     layout of the codec
 * ids, times   of the batches, oldest first
 * log          a StateLog with a block for each: int32 how many partitions, then per partition:
 *              int32 how many values, then the values
 * }</pre>
 *
 * <p>Checkpoints of format 1 hold in place of the log, by number from the oldest:
 *
 * <pre>{@code
 * b0, b1 …     partitions  how many
 *              values      per partition: int32 how many, then the values
 * }</pre>
 */
public final class HeldBatches<T> implements Checkpointed, Rows {
  private final Engine engine;
  private final String name;
  private final BatchWindow window;
  private final StateCodec<T> codec;
  private final Deque<Held<T>> held = new ArrayDeque<>();
  private final List<Batch<T>> left = new ArrayList<>();
  private final StateLog log;
  private boolean slid;

  HeldBatches(Engine engine, String name, BatchWindow window, StateCodec<T> codec) {
    this.engine = engine;
    this.name = name;
    this.window = window;
    this.codec = codec;
    this.log = new StateLog("window/" + name);
  }

  /**
   * Takes the newest batch in.
   *
   * @return the batches that are no longer covered, oldest first; to be read in this batch only
   */
  List<Batch<T>> add(BatchInfo info, Batch<T> batch) {
    Optional<BatchInfo> before = Optional.ofNullable(held.peekLast()).map(newest -> newest.info);
    slid = window.slidesAt(info, before);
    left.forEach(Batch::release);
    left.clear();
    Batch<T> kept = batch.hold();
    held.addLast(new Held<>(info, kept, kept.count()));
    while (!window.covers(info, held.peekFirst().info)) {
      left.add(held.removeFirst().batch);
    }
    return List.copyOf(left);
  }

  /** Whether the window shows itself at the newest batch. */
  boolean slid() {
    return slid;
  }

  /** The batch that was added last. */
  Batch<T> newest() {
    return held.getLast().batch;
  }

  /** Everything that the window covers, oldest batch first. */
  Batch<T> all() {
    return union(held.stream().map(one -> one.batch).toList());
  }

  /** The batches one after the other; there is at least one. */
  static <T> Batch<T> union(List<Batch<T>> batches) {
    Batch<T> all = batches.get(0);
    for (Batch<T> next : batches.subList(1, batches.size())) {
      all = all.union(next);
    }
    return all;
  }

  @Override
  public long rows() {
    return held.stream().mapToLong(one -> one.rows).sum();
  }

  @Override
  public void save(StateWriter out) {
    out.put("elements", codec.layout());
    out.put("ids", held.stream().mapToLong(one -> one.info.id()).toArray());
    out.put("times", held.stream().map(one -> one.info.time().toString()).toList());
    if (!held.isEmpty()) {
      log.dropBefore(held.getFirst().info.id());
    }
    for (Held<T> one : held) {
      if (!one.logged) {
        log.append(one.info.id(), one.encoded(codec), out.files());
        one.logged = true;
      }
    }
    out.put("log", log::save);
  }

  @Override
  public void restore(StateReader in) {
    String stored = in.getString("elements");
    if (!stored.equals(codec.layout())) {
      throw new CheckpointException(
          "window '"
              + name
              + "': its elements are stored as "
              + stored
              + ", but the pipeline now keeps "
              + codec.layout()
              + "; go back to that type, or name the operator anew to start it afresh");
    }
    long[] ids = in.getLongs("ids");
    List<String> times = in.getStrings("times");
    if (times.size() != ids.length) {
      throw damaged(ids.length + " ids and " + times.size() + " times", null);
    }
    List<BatchInfo> infos = new ArrayList<>();
    try {
      for (int i = 0; i < ids.length; i++) {
        infos.add(new BatchInfo(ids[i], Instant.parse(times.get(i))));
      }
    } catch (DateTimeException e) {
      throw damaged("a time cannot be read", e);
    }
    if (in.has("log")) {
      restoreLog(in.get("log"), infos);
    } else {
      restoreFormat1(in, infos);
    }
  }

  private void restoreLog(StateReader in, List<BatchInfo> infos) {
    log.restore(in);
    log.read(
        in,
        (batchId, block) -> {
          if (held.size() >= infos.size() || infos.get(held.size()).id() != batchId) {
            throw damaged("batch " + batchId + " is not one of " + infos, null);
          }
          BatchInfo info = infos.get(held.size());
          ByteInput bytes = new ByteInput(block);
          int partitions = bytes.readInt();
          restore(info, partitions, bytes).logged = true;
        });
    if (held.size() < infos.size()) {
      throw damaged(held.size() + " batches in place of " + infos.size(), null);
    }
  }

  private void restoreFormat1(StateReader in, List<BatchInfo> infos) {
    for (int i = 0; i < infos.size(); i++) {
      StateReader nested = in.get("b" + i);
      int partitions = nested.getInt("partitions", 1, Integer.MAX_VALUE);
      try {
        restore(infos.get(i), partitions, new ByteInput(nested.getBytes("values")));
      } catch (IOException e) {
        throw damaged("batch " + infos.get(i).id() + " cannot be read", e);
      }
    }
  }

  private Held<T> restore(BatchInfo info, int partitions, ByteInput in) throws IOException {
    List<List<T>> values = decode(partitions, in);
    long rows = values.stream().mapToLong(List::size).sum();
    Held<T> one = new Held<>(info, engine.of(values).hold(), rows);
    held.addLast(one);
    return one;
  }

  private List<List<T>> decode(int count, ByteInput in) throws IOException {
    List<List<T>> partitions = new ArrayList<>();
    for (int partition = 0; partition < count; partition++) {
      List<T> values = new ArrayList<>();
      int size = in.readInt();
      for (int i = 0; i < size; i++) {
        values.add(codec.read(in));
      }
      partitions.add(values);
    }
    if (in.remaining() > 0) {
      throw new IOException(in.remaining() + " bytes too many");
    }
    return partitions;
  }

  private CheckpointException damaged(String what, Exception cause) {
    return new CheckpointException("window '" + name + "' is damaged: " + what, cause);
  }

  private static final class Held<T> {
    private final BatchInfo info;
    private final Batch<T> batch;
    private final long rows;
    private boolean logged;

    Held(BatchInfo info, Batch<T> batch, long rows) {
      this.info = info;
      this.batch = batch;
      this.rows = rows;
    }

    byte[] encoded(StateCodec<T> codec) {
      ByteOutput all = new ByteOutput();
      all.writeInt(batch.partitions());
      batch.runPartitions((partition, values) -> encode(codec, values)).forEach(all::write);
      return all.toBytes();
    }

    private static <T> byte[] encode(StateCodec<T> codec, List<T> values) throws IOException {
      ByteOutput out = new ByteOutput();
      out.writeInt(values.size());
      for (T value : values) {
        codec.write(value, out);
      }
      return out.toBytes();
    }
  }
}
