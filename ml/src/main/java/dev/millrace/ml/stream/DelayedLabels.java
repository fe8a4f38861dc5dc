package dev.millrace.ml.stream;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.function.KeyExtractor;
import dev.millrace.core.function.MapFunction;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * How labels that come in a stream of their own, later than the rows, find those rows. Immutable;
 * functions may throw, which makes a row or label a bad record.
 *
 * <pre>{@code
 * DelayedLabels<Payment, Chargeback> chargebacks =
 *     DelayedLabels.<Payment, Chargeback>of(
 *             Payment::id,
 *             Payment::at,
 *             Chargeback::payment,
 *             Chargeback::at,
 *             LabelValue.classOf(chargeback -> "fraud"))
 *         .withHorizon(Duration.ofDays(30))
 *         .withUnlabelled(Unlabelled.NEGATIVE);
 * }</pre>
 *
 * @param rowId of a row; a row with an id that is known already is predicted, and its label not
 *     waited for
 * @param rowTime when the row happened
 * @param labelId the id of the row that the label is of
 * @param labelTime when the label became known
 * @param value what the label says
 * @param horizon how long after a row its label may come, from a microsecond to 100 years; default
 *     30 days
 * @param unlabelled what becomes of a row whose label did not; default {@link Unlabelled#DROP}
 * @param earlyWait how long a label waits for its row; default one day
 * @param memory how long after a row's horizon its id is remembered, to tell a label that comes
 *     twice or late from one of an unknown row; default one day
 * @param maxPending how many rows may be pending; as many labels may wait, and as many ids of rows
 *     that are done be remembered, of which the oldest are forgotten; default 1,000,000
 * @param overflow what is given up when more are; default {@link Overflow#DROP_OLDEST}
 */
public record DelayedLabels<T, L>(
    KeyExtractor<T, String> rowId,
    MapFunction<T, Instant> rowTime,
    KeyExtractor<L, String> labelId,
    MapFunction<L, Instant> labelTime,
    LabelValue<L> value,
    Duration horizon,
    Unlabelled unlabelled,
    Duration earlyWait,
    Duration memory,
    int maxPending,
    Overflow overflow)
    implements Serializable {
  private static final Duration MAX = Duration.ofDays(36_525);

  public DelayedLabels {
    Objects.requireNonNull(rowId, "rowId");
    Objects.requireNonNull(rowTime, "rowTime");
    Objects.requireNonNull(labelId, "labelId");
    Objects.requireNonNull(labelTime, "labelTime");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(unlabelled, "unlabelled");
    Objects.requireNonNull(overflow, "overflow");
    require("horizon", horizon, Duration.ofNanos(1_000));
    require("earlyWait", earlyWait, Duration.ZERO);
    require("memory", memory, Duration.ZERO);
    if (maxPending < 1) {
      throw new ConfigurationException(
          "delayed labels: maxPending must be at least 1, got " + maxPending);
    }
  }

  private static void require(String what, Duration value, Duration least) {
    if (value.compareTo(least) < 0 || value.compareTo(MAX) > 0) {
      throw new ConfigurationException(
          "delayed labels: " + what + " must be from " + least + " to 100 years, got " + value);
    }
  }

  /** With defaults for all that is not given. */
  public static <T, L> DelayedLabels<T, L> of(
      KeyExtractor<T, String> rowId,
      MapFunction<T, Instant> rowTime,
      KeyExtractor<L, String> labelId,
      MapFunction<L, Instant> labelTime,
      LabelValue<L> value) {
    return new DelayedLabels<>(
        rowId,
        rowTime,
        labelId,
        labelTime,
        value,
        Duration.ofDays(30),
        Unlabelled.DROP,
        Duration.ofDays(1),
        Duration.ofDays(1),
        1_000_000,
        Overflow.DROP_OLDEST);
  }

  /** With another horizon. */
  public DelayedLabels<T, L> withHorizon(Duration longest) {
    return new DelayedLabels<>(
        rowId,
        rowTime,
        labelId,
        labelTime,
        value,
        longest,
        unlabelled,
        earlyWait,
        memory,
        maxPending,
        overflow);
  }

  /** With another fate of rows that got no label. */
  public DelayedLabels<T, L> withUnlabelled(Unlabelled fate) {
    return new DelayedLabels<>(
        rowId,
        rowTime,
        labelId,
        labelTime,
        value,
        horizon,
        fate,
        earlyWait,
        memory,
        maxPending,
        overflow);
  }

  /** With another time that a label waits for its row. */
  public DelayedLabels<T, L> withEarlyWait(Duration longest) {
    return new DelayedLabels<>(
        rowId,
        rowTime,
        labelId,
        labelTime,
        value,
        horizon,
        unlabelled,
        longest,
        memory,
        maxPending,
        overflow);
  }

  /** With another time that ids are remembered. */
  public DelayedLabels<T, L> withMemory(Duration afterHorizon) {
    return new DelayedLabels<>(
        rowId,
        rowTime,
        labelId,
        labelTime,
        value,
        horizon,
        unlabelled,
        earlyWait,
        afterHorizon,
        maxPending,
        overflow);
  }

  /** With another bound on what is pending. */
  public DelayedLabels<T, L> withMaxPending(int most, Overflow givenUp) {
    return new DelayedLabels<>(
        rowId,
        rowTime,
        labelId,
        labelTime,
        value,
        horizon,
        unlabelled,
        earlyWait,
        memory,
        most,
        givenUp);
  }
}
