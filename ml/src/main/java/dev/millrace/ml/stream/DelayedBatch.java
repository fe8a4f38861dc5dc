package dev.millrace.ml.stream;

import dev.millrace.core.KeyValue;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.internal.prequential.DelayedStep;
import dev.millrace.ml.internal.prequential.DelayedSteps;
import dev.millrace.ml.internal.prequential.KeptPrediction;
import dev.millrace.ml.internal.prequential.KeptRow;
import dev.millrace.ml.stream.ArrivedPartition.ArrivedLabel;
import dev.millrace.ml.stream.ArrivedPartition.ArrivedRow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One batch of rows and labels in the order in which they are taken: rows as they came, labels as
 * they came, and between the two the one whose time is less; of equal times the label.
 */
final class DelayedBatch implements LabelLedger.Events {
  private final List<ArrivedRow> rows = new ArrayList<>();
  private final List<ArrivedLabel> labels = new ArrayList<>();
  private final List<KeptRow> kept = new ArrayList<>();
  private final List<KeptPrediction> predictions = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final List<Labelled> labelled = new ArrayList<>();

  /** What is done next. */
  private sealed interface Event {}

  private record Asked(int row) implements Event {}

  /** Of a row of this batch, or one that is stored if {@code row} is negative. */
  private record Answered(String id, int row, double label) implements Event {}

  /**
   * A row whose label came.
   *
   * @param prediction of the row, once the steps have been taken
   */
  record Labelled(String id, KeptPrediction prediction, double label) {}

  /**
   * Lets the ledger decide what is done.
   *
   * @param noPrediction makes room for what a row is predicted as
   */
  DelayedBatch(
      List<ArrivedPartition> partitions,
      LabelLedger ledger,
      Supplier<KeptPrediction> noPrediction) {
    for (ArrivedPartition partition : partitions) {
      rows.addAll(partition.rows());
      labels.addAll(partition.labels());
      for (int row = 0; row < partition.rows().size(); row++) {
        kept.add(KeptRow.of(partition.block(), row));
        predictions.add(noPrediction.get());
      }
    }
    int row = 0;
    int label = 0;
    while (row < rows.size() || label < labels.size()) {
      boolean labelIsNext =
          row == rows.size()
              || (label < labels.size() && labels.get(label).time() <= rows.get(row).time());
      if (labelIsNext) {
        ArrivedLabel next = labels.get(label++);
        ledger.label(next.id(), next.time(), next.value(), this);
      } else {
        ledger.row(rows.get(row).id(), rows.get(row).time(), row, this);
        row++;
      }
    }
  }

  @Override
  public void asked(int row) {
    events.add(new Asked(row));
  }

  @Override
  public void answered(LabelLedger.Entry entry, double label) {
    events.add(new Answered(entry.id(), entry.isStored() ? -1 : entry.row(), label));
  }

  /** The ids of stored rows whose labels came. */
  Set<String> wanted() {
    Set<String> ids = new LinkedHashSet<>();
    for (Event event : events) {
      if (event instanceof Answered answered && answered.row() < 0) {
        ids.add(answered.id());
      }
    }
    return ids;
  }

  /**
   * What the learners are to do.
   *
   * @param stored gives the rows that are {@link #wanted}
   */
  List<DelayedStep> steps(Schema schema, Function<String, Held.Pending> stored) {
    DelayedSteps steps = new DelayedSteps(schema.width(), schema.sparse());
    for (Event event : events) {
      if (event instanceof Asked asked) {
        steps.ask(kept.get(asked.row()), predictions.get(asked.row()));
      } else if (event instanceof Answered answered && answered.row() >= 0) {
        answer(kept.get(answered.row()), predictions.get(answered.row()), answered, steps);
      } else if (event instanceof Answered answered) {
        Held.Pending pending = stored.apply(answered.id());
        answer(pending.row(), pending.prediction(), answered, steps);
      }
    }
    return steps.steps();
  }

  private void answer(
      KeptRow row, KeptPrediction prediction, Answered answered, DelayedSteps steps) {
    steps.answer(row, prediction, answered.label());
    labelled.add(new Labelled(answered.id(), prediction, answered.label()));
  }

  /** The rows whose labels came, in the order in which they are learned; once there are steps. */
  List<Labelled> labelled() {
    return labelled;
  }

  /** The numbers of a row, by its place among all rows. */
  KeptRow row(int row) {
    return kept.get(row);
  }

  /** What was predicted for the rows, in the order of the partitions. */
  List<KeptPrediction> predictions() {
    return predictions;
  }

  /**
   * What is to be held of ids from now on.
   *
   * @param layout of the predictions
   */
  List<KeyValue<String, byte[]>> changes(
      Map<String, Optional<LabelLedger.Entry>> changes, int layout) {
    List<KeyValue<String, byte[]>> held = new ArrayList<>(changes.size());
    changes.forEach(
        (id, entry) ->
            held.add(new KeyValue<>(id, entry.map(e -> bytes(e, layout)).orElse(Held.NOTHING))));
    return held;
  }

  private byte[] bytes(LabelLedger.Entry entry, int layout) {
    byte[] bytes =
        entry.stage() == LabelLedger.Stage.PENDING
            ? Held.of(
                entry,
                new Held.Pending(layout, kept.get(entry.row()), predictions.get(entry.row())))
            : Held.of(entry);
    entry.stored();
    return bytes;
  }
}
