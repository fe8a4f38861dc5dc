package dev.millrace.ml.stream;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.CheckpointException;
import dev.millrace.core.DStream;
import dev.millrace.core.MillraceException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.state.StateCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * Hands labels on once rows are as late as they are. Needed before {@link
 * LearningStream.Builder#delayedLabels} where rows and labels are read faster than they came about:
 * of a file of payments and a shorter one of chargebacks, both read from their beginnings, labels
 * would run ahead, and their times make every row expire.
 *
 * <pre>{@code
 * DStream<Chargeback> paced =
 *     PacedLabels.of(
 *         "chargebacks-paced", payments, Payment::at, chargebacks, Chargeback::at,
 *         StateCodecs.record(Chargeback.class), 1_000_000);
 * }</pre>
 *
 * <p>Labels are handed on in the order of their times, of equal times as they came. The largest
 * time of a row so far is what counts, so labels later than the last row stay, in the checkpoint,
 * until more rows come. A row without a time is passed over here, and a label without one handed on
 * at once: the learning stream makes dead letters of both. What is handed on depends on the rows
 * and labels of the batches so far, never on timing. Labels are held, and go through, on the
 * driver; of rows a number per partition does.
 */
public final class PacedLabels {
  private PacedLabels() {}

  /**
   * Makes it part of the pipeline.
   *
   * @param name by which the checkpoint knows what is held
   * @param codec writes labels to the checkpoint
   * @param most how many labels may be held, at least 1; more stop the pipeline
   */
  public static <T, L> DStream<L> of(
      String name,
      DStream<T> rows,
      MapFunction<? super T, Instant> rowTime,
      DStream<L> labels,
      MapFunction<? super L, Instant> labelTime,
      StateCodec<L> codec,
      int most) {
    rows.requireShippable("time of a row of paced labels", rowTime);
    rows.requireShippable("time of a label of paced labels", labelTime);
    DStream<Moment<L>> moments =
        rows.mapPartitions(
            (values, out) -> out.emit(new Moment<>(newest(values, rowTime), List.of())));
    return moments
        .union(labels.map(label -> new Moment<>(time(label, labelTime), List.of(label))))
        .<L>process(() -> new Holding<>(name, codec, most))
        .named(name);
  }

  /**
   * How late it is.
   *
   * @param time the earliest there is for what has none
   * @param label the one that came, or none
   */
  @SuppressWarnings("serial") // can be serialized where the user's labels can
  private record Moment<L>(Instant time, List<L> label) implements Serializable {}

  private static <T> Instant newest(List<T> rows, MapFunction<? super T, Instant> timeOf) {
    Instant newest = Instant.MIN;
    for (T row : rows) {
      Instant time = time(row, timeOf);
      newest = time.isAfter(newest) ? time : newest;
    }
    return newest;
  }

  /** The time, or the earliest there is for what has none. */
  private static <T> Instant time(T of, MapFunction<? super T, Instant> timeOf) {
    try {
      return Optional.ofNullable(timeOf.apply(of)).orElse(Instant.MIN);
    } catch (Exception e) {
      return Instant.MIN;
    }
  }

  /** A label that waits, and how many came before it. */
  private record HeldLabel<L>(Instant time, long number, L label) {}

  /** A run of it. */
  private static final class Holding<L> implements BatchProcessor<Moment<L>, L> {
    private final String name;
    private final StateCodec<L> codec;
    private final int most;
    private final PriorityQueue<HeldLabel<L>> held =
        new PriorityQueue<>(
            Comparator.<HeldLabel<L>, Instant>comparing(HeldLabel::time)
                .thenComparingLong(HeldLabel::number));
    private Instant now = Instant.MIN;
    private long numbers;

    Holding(String name, StateCodec<L> codec, int most) {
      this.name = name;
      this.codec = codec;
      this.most = most;
    }

    @Override
    public Batch<L> process(Batch<Moment<L>> batch, BatchContext context) {
      for (Moment<L> moment : batch.collect()) {
        if (moment.label().isEmpty()) {
          now = moment.time().isAfter(now) ? moment.time() : now;
        } else {
          held.add(new HeldLabel<>(moment.time(), numbers++, moment.label().get(0)));
        }
      }
      List<L> come = new ArrayList<>();
      while (!held.isEmpty() && !held.peek().time().isAfter(now)) {
        come.add(held.remove().label());
      }
      if (held.size() > most) {
        throw new MillraceException(
            name
                + ": "
                + held.size()
                + " labels are later than any row so far, expected at most "
                + most
                + "; raise that number, in YAML by maxPending of delayedLabels");
      }
      return context.engine().of(List.of(come));
    }

    @Override
    public OptionalLong stateRows() {
      return OptionalLong.of(held.size());
    }

    @Override
    public void save(StateWriter out) {
      List<HeldLabel<L>> inOrder = held.stream().sorted(held.comparator()).toList();
      long[] seconds = new long[inOrder.size()];
      int[] nanos = new int[inOrder.size()];
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream data = new DataOutputStream(bytes)) {
        for (int i = 0; i < seconds.length; i++) {
          Instant time = inOrder.get(i).time();
          seconds[i] = time.getEpochSecond();
          nanos[i] = time.getNano();
          codec.write(inOrder.get(i).label(), data);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      out.put("layout", codec.layout())
          .put("seconds", seconds)
          .put("nanos", nanos)
          .put("labels", bytes.toByteArray())
          .put("now", new long[] {now.getEpochSecond(), now.getNano()});
    }

    @Override
    public void restore(StateReader in) {
      String layout = in.getString("layout");
      if (!layout.equals(codec.layout())) {
        throw new CheckpointException(
            "labels held by '"
                + name
                + "' are "
                + layout
                + ", expected "
                + codec.layout()
                + "; give it another name, or start it afresh");
      }
      long[] seconds = in.getLongs("seconds");
      int[] nanos = in.getInts("nanos");
      long[] latest = in.getLongs("now");
      try (DataInputStream data =
          new DataInputStream(new ByteArrayInputStream(in.getBytes("labels")))) {
        for (int i = 0; i < seconds.length; i++) {
          Instant time = Instant.ofEpochSecond(seconds[i], nanos[i]);
          held.add(new HeldLabel<>(time, numbers++, codec.read(data)));
        }
        now = Instant.ofEpochSecond(latest[0], latest[1]);
      } catch (IOException | RuntimeException e) {
        throw new CheckpointException("labels held by '" + name + "': " + e.getMessage(), e);
      }
    }
  }
}
