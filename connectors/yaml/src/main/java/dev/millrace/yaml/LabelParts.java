package dev.millrace.yaml;

import static dev.millrace.yaml.PipelineFile.located;

import dev.millrace.core.DStream;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.row.Row;
import dev.millrace.core.state.StateCodecs;
import dev.millrace.ml.catalog.Suggestion;
import dev.millrace.ml.stream.DelayedLabels;
import dev.millrace.ml.stream.LabelValue;
import dev.millrace.ml.stream.LearningStream;
import dev.millrace.ml.stream.PacedLabels;
import dev.millrace.yaml.PipelineSpec.TargetSpec;
import dev.millrace.yaml.document.Document;
import java.io.Serializable;
import java.util.Optional;

/**
 * The labels of a pipeline whose labels come later, from a source of their own.
 *
 * @param labels what they are read from, with their columns
 */
record LabelParts(DelayedLabelsSpec spec, TargetSpec target, RowStream labels, Document document) {
  /** How the checkpoint knows their source. */
  static final String NAME = "delayedLabels";

  private static final String OF_LABELS = " of labels";
  private static final String IN_LABELS =
      ", a column of labels; where all labels say the same, say it by delayedLabels.always";

  /** Opens their source; empty if labels come with the rows. */
  static Optional<LabelParts> of(PipelineSpec spec, StreamingContext context, Document document) {
    if (spec.delayedLabels().isEmpty()) {
      return Optional.empty();
    }
    TargetSpec target =
        spec.target()
            .orElseThrow(
                () ->
                    document.mistake(
                        NAME, "there is no target that they could be labels of; add one"));
    RowStream labels =
        located(
            document,
            NAME + ".source",
            () -> spec.delayedLabels().get().source().open(context, NAME));
    return Optional.of(new LabelParts(spec.delayedLabels().get(), target, labels, document));
  }

  /**
   * A label as it was read.
   *
   * @param id of the row that it is of
   */
  record LabelRow(String id, String time, String value) implements Serializable {}

  /** Lets a learning stream take them. */
  void addTo(LearningStream.Builder<Row> builder, RowStream rows, Columns columns) {
    int id = columns.any(NAME + ".id", spec.id());
    TimeColumn time = new TimeColumn(columns.any(NAME + ".time", spec.time()));
    DelayedLabels<Row, LabelRow> options = located(document, NAME, () -> options(id, time));
    DStream<LabelRow> read = labels.rows().map(read());
    DStream<LabelRow> taken =
        spec.paced()
            ? PacedLabels.of(
                DeclaredPipeline.PACED_LABELS,
                rows.rows(),
                time,
                read,
                label -> TimeColumn.of(label.time()),
                StateCodecs.record(LabelRow.class),
                spec.maxPending())
            : read;
    located(document, NAME + ".unlabelled", () -> builder.delayedLabels(taken, options));
  }

  private DelayedLabels<Row, LabelRow> options(int id, TimeColumn time) {
    return DelayedLabels.<Row, LabelRow>of(
            row -> row.display(id),
            time,
            LabelRow::id,
            label -> TimeColumn.of(label.time()),
            target.classes().isEmpty()
                ? LabelValue.number(LabelParts::number)
                : LabelValue.classOf(LabelRow::value))
        .withHorizon(spec.horizon())
        .withUnlabelled(spec.unlabelled())
        .withEarlyWait(spec.earlyWait())
        .withMemory(spec.memory())
        .withMaxPending(spec.maxPending(), spec.overflow());
  }

  private MapFunction<Row, LabelRow> read() {
    Columns there = new Columns(labels.columns(), document, OF_LABELS);
    int id = column(there, "labelId", spec.labelId().isPresent(), "id", spec.idOfLabels());
    int time =
        column(there, "labelTime", spec.labelTime().isPresent(), "time", spec.timeOfLabels());
    if (spec.always().isPresent()) {
      String value = known(spec.always().get());
      return row -> new LabelRow(row.display(id), row.display(time), value);
    }
    int value = there.any("target.column", target.requireColumn(document, IN_LABELS));
    return row -> new LabelRow(row.display(id), row.display(time), row.display(value));
  }

  /** Tells, where a column of labels is not there, by which key it can be named. */
  private int column(Columns there, String key, boolean given, String inRows, String name) {
    if (given) {
      return there.any(NAME + "." + key, name);
    }
    if (!there.names().contains(name)) {
      throw document.mistake(
          NAME + "." + inRows,
          "labels have no column '"
              + name
              + "', name theirs by "
              + key
              + Suggestion.among("there are", there.names(), name));
    }
    return there.schema().index(name);
  }

  private String known(String always) {
    if (target.classes().contains(always)) {
      return always;
    }
    throw document.mistake(
        NAME + ".always",
        target.classes().isEmpty()
            ? "the target is a number, as no target.classes are named; leave this out"
            : "no class '"
                + always
                + "'"
                + Suggestion.among("there are", target.classes(), always));
  }

  private static double number(LabelRow label) {
    try {
      return Double.parseDouble(label.value());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("label is '" + label.value() + "', expected a number", e);
    }
  }
}
