package dev.millrace.ml.evaluate;

import java.io.Serializable;
import java.time.Duration;

/**
 * What became of labels that come later than their rows, and of the rows, up to a batch. Counts are
 * of all batches but {@code pending} and {@code waiting}, which are of now. Immutable.
 *
 * <p>{@code rows = labelled + expired + dropped + pending + duplicateRows} and {@code labels =
 * labelled + duplicateLabels + late + unknown + waiting}.
 *
 * @param rows that came and could be used
 * @param labels that came and could be used
 * @param pending rows that wait for their label
 * @param waiting labels that wait for their row
 * @param labelled rows that got their label in time
 * @param expired rows that got none within the horizon
 * @param dropped rows given up because too many were pending
 * @param duplicateRows rows whose id was known already
 * @param duplicateLabels labels of rows that had one
 * @param early labels that came before their row; whatever became of them, they count there too
 * @param late labels that came after the horizon of their row
 * @param unknown labels given up because no row came
 * @param latency how long after their rows labels came
 */
public record LabelReport(
    long rows,
    long labels,
    long pending,
    long waiting,
    long labelled,
    long expired,
    long dropped,
    long duplicateRows,
    long duplicateLabels,
    long early,
    long late,
    long unknown,
    Latency latency)
    implements Serializable {
  /** Of a stream whose labels come with their rows. */
  public static final LabelReport NONE =
      new LabelReport(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Latency.NONE);

  /**
   * By event time, of the rows that were labelled: zero for all if there are none, and for a label
   * whose time is before its row's.
   *
   * @param median within 1.6 %
   * @param p95 what 95 of 100 do not exceed, within 1.6 %
   */
  public record Latency(Duration mean, Duration median, Duration p95, Duration max)
      implements Serializable {
    static final Latency NONE =
        new Latency(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }
}
