package dev.millrace.ml.drift;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.DStream;
import dev.millrace.core.alert.Reading;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.function.SerializableSupplier;
import dev.millrace.ml.stream.Scored;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A detector over the numbers of a stream.
 *
 * <pre>{@code
 * DStream<Drift> drifts =
 *     DriftStream.of(
 *         "fraud-errors",
 *         learning.predictions(),
 *         DriftStream.error("champion"),
 *         () -> new PageHinkley(PageHinkley.Options.defaults()));
 * }</pre>
 *
 * <p>Numbers are taken where the rows are and met on the driver in the order of the partitions, 8
 * bytes each. The detector is in the checkpoint under the stream's name.
 */
public final class DriftStream {
  private static final double LEAST_PROBABILITY = 1e-15;

  private DriftStream() {}

  /**
   * Every change that a detector signals.
   *
   * @param name by which the checkpoint and the signals know it
   * @param number of a row; one that is not finite is left out
   * @param detector makes a fresh one for each run
   */
  public static <T> DStream<Drift> of(
      String name,
      DStream<T> rows,
      Reading<? super T> number,
      SerializableSupplier<? extends DriftDetector> detector) {
    rows.requireShippable("number of drift stream '" + name + "'", number);
    return rows.<double[]>mapPartitions((values, out) -> out.emit(numbers(values, number)))
        .<Drift>process(() -> new Watching(name, detector.get()))
        .named(name);
  }

  /**
   * 1 where a learner decided for another class than the label's, 0 where it did not. Labels that
   * come later are in {@link dev.millrace.ml.stream.LearningStream#labelled}.
   */
  public static <T> Reading<Scored<T>> error(String learner) {
    return row -> {
      int decided = row.decided(learner);
      return !row.hasLabel() || decided < 0 ? Double.NaN : decided == (int) row.label() ? 0 : 1;
    };
  }

  /** How far a learner's estimate is from the label. */
  public static <T> Reading<Scored<T>> absoluteError(String learner) {
    return row -> Math.abs(row.output(learner) - row.label());
  }

  /**
   * How surprised a learner that gives probabilities is by the label: the negative natural
   * logarithm of what it gave to the label's class, held at least 1e-15.
   */
  public static <T> Reading<Scored<T>> logLoss(String learner) {
    return row -> {
      if (!row.hasLabel()) {
        return Double.NaN;
      }
      double[] outputs = row.outputs(learner);
      int label = (int) row.label();
      double given = outputs.length > 1 ? outputs[label] : label == 1 ? outputs[0] : 1 - outputs[0];
      return -Math.log(Math.max(LEAST_PROBABILITY, given));
    };
  }

  private static <T> double[] numbers(List<T> rows, Reading<? super T> number) throws Exception {
    double[] numbers = new double[rows.size()];
    int finite = 0;
    for (T row : rows) {
      double value = number.of(row);
      if (Double.isFinite(value)) {
        numbers[finite++] = value;
      }
    }
    return Arrays.copyOf(numbers, finite);
  }

  /** A run of a detector. */
  private static final class Watching implements BatchProcessor<double[], Drift> {
    private final String name;
    private final DriftDetector detector;
    private long taken;

    Watching(String name, DriftDetector detector) {
      this.name = name;
      this.detector = detector;
    }

    @Override
    public Batch<Drift> process(Batch<double[]> batch, BatchContext context) {
      List<Drift> drifts = new ArrayList<>();
      for (double[] values : batch.collect()) {
        for (double value : values) {
          taken++;
          if (detector.update(value)) {
            drifts.add(new Drift(name, context.info().id(), context.info().time(), taken, value));
          }
        }
      }
      return context.engine().of(List.of(drifts));
    }

    @Override
    public void save(StateWriter out) {
      out.put("taken", taken).put("detector", detector::save);
    }

    @Override
    public void restore(StateReader in) {
      taken = in.getLong("taken");
      detector.restore(in.get("detector"));
    }
  }
}
