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
 * The batches in a window. Each is encoded once, for the first checkpoint that it is in.
 *
 * <pre>{@code
 * elements     layout of the codec
 * ids, times   of the batches, oldest first
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
  private boolean slid;

  HeldBatches(Engine engine, String name, BatchWindow window, StateCodec<T> codec) {
    this.engine = engine;
    this.name = name;
    this.window = window;
    this.codec = codec;
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
    held.addLast(new Held<>(info, kept, kept.count(), null));
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
    int number = 0;
    for (Held<T> one : held) {
      out.put(
          "b" + number++,
          nested ->
              nested.put("partitions", one.batch.partitions()).put("values", one.encoded(codec)));
    }
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
    for (int i = 0; i < ids.length; i++) {
      StateReader nested = in.get("b" + i);
      byte[] encoded = nested.getBytes("values");
      int partitions = nested.getInt("partitions", 1, Integer.MAX_VALUE);
      try {
        BatchInfo info = new BatchInfo(ids[i], Instant.parse(times.get(i)));
        List<List<T>> values = decode(partitions, encoded);
        long rows = values.stream().mapToLong(List::size).sum();
        held.addLast(new Held<>(info, engine.of(values), rows, encoded));
      } catch (IOException | DateTimeException e) {
        throw damaged("batch " + ids[i] + " cannot be read", e);
      }
    }
  }

  private List<List<T>> decode(int count, byte[] encoded) throws IOException {
    ByteInput in = new ByteInput(encoded);
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
    private byte[] encoded;

    /**
     * @param encoded null when not encoded yet
     */
    Held(BatchInfo info, Batch<T> batch, long rows, byte[] encoded) {
      this.info = info;
      this.batch = batch;
      this.rows = rows;
      this.encoded = encoded;
    }

    byte[] encoded(StateCodec<T> codec) {
      if (encoded == null) {
        ByteOutput all = new ByteOutput();
        batch.runPartitions((partition, values) -> encode(codec, values)).forEach(all::write);
        encoded = all.toBytes();
      }
      return encoded;
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
