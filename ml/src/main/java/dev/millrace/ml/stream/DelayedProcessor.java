package dev.millrace.ml.stream;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.state.StateUsage;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.instance.StatefulExtractor;
import dev.millrace.ml.internal.prequential.KeptPrediction;
import dev.millrace.ml.internal.prequential.PredictionLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One run of a learning stream whose labels come in a stream of their own, on the driver: has
 * numbers made of a batch's rows, lets the ledger decide which labels are of which rows, tests and
 * trains the learners in that order, and has what still waits kept as keyed state.
 */
final class DelayedProcessor<T, L> implements BatchProcessor<Arrival<T, L>, LearnedPartition<T>> {
  private final DelayedLabels<T, L> options;
  private final Trainer<T> trainer;
  private final LabelLedger ledger;
  private final Wanted wanted;
  private final List<PredictionLayout> layouts = new ArrayList<>();
  private PendingRows pendingRows;
  private boolean ledgerKnowsRows = true;
  private List<SampledRow> sampled = List.of();
  private long skippedRows;
  private Optional<StateUsage> usage = Optional.empty();

  DelayedProcessor(DelayedLabels<T, L> options, Trainer<T> trainer, Wanted wanted) {
    this.options = options;
    this.trainer = trainer;
    this.ledger = new LabelLedger(options);
    this.wanted = wanted;
  }

  @Override
  public void open(Engine engine, int partitions) {
    pendingRows = new PendingRows(trainer.name(), engine, partitions);
  }

  @Override
  public Batch<LearnedPartition<T>> process(Batch<Arrival<T, L>> batch, BatchContext context) {
    Engine engine = context.engine();
    long batchId = context.info().id();
    Optional<StateUsage> usageBefore = trainer.usage();
    engine.describe("features of " + trainer.name());
    List<ArrivedPartition> partitions = extract(batch, batchId);
    partitions.forEach(partition -> partition.letters().forEach(context::reject));
    engine.describe("labels of " + trainer.name());
    tellLedger(engine);
    PredictionLayout layout = trainer.tracks().layout();
    DelayedBatch arrived = new DelayedBatch(partitions, ledger, layout::empty);
    Map<String, byte[]> stored = pendingRows.get(arrived.wanted(), engine);
    engine.describe((context.isDegraded() ? "score " : "train ") + trainer.name());
    long skippedBefore = trainer.tracks().skippedRows();
    trainer
        .tracks()
        .runDelayed(
            arrived.steps(trainer.schema(), id -> pending(id, stored, layout)),
            engine::runOnDriver,
            !context.isDegraded());
    usage = trainer.usage().map(now -> now.since(usageBefore.orElseThrow()));
    skippedRows = trainer.tracks().skippedRows() - skippedBefore;
    engine.describe("labels of " + trainer.name());
    pendingRows.put(arrived.changes(ledger.takeChanges(), indexOf(layout)), engine);
    long predictedBy = trainer.version();
    trainer.learned(batchId, ledger.report());
    sampled = sampled(arrived, batchId, predictedBy);
    return results(batch, verdicts(partitions, arrived, predictedBy), engine);
  }

  /** An extractor that remembers rows sees all of them in order, so they come to the driver. */
  private List<ArrivedPartition> extract(Batch<Arrival<T, L>> batch, long batchId) {
    ArrivalTask<T, L> task =
        new ArrivalTask<>(trainer.name(), batchId, trainer.extractor(), options);
    if (!(trainer.extractor() instanceof StatefulExtractor<T>)) {
      return batch.runPartitions(task);
    }
    List<ArrivedPartition> partitions = new ArrayList<>();
    for (List<Arrival<T, L>> values : batch.collectPartitions()) {
      partitions.add(task.apply(partitions.size(), values));
    }
    return partitions;
  }

  /** After a restart: ids and times are read from where the rows are kept. */
  private void tellLedger(Engine engine) {
    if (!ledgerKnowsRows) {
      pendingRows.headers(engine).forEach((id, header) -> ledger.restore(id, Held.header(header)));
      ledgerKnowsRows = true;
    }
  }

  private Held.Pending pending(String id, Map<String, byte[]> stored, PredictionLayout layout) {
    byte[] bytes = stored.get(id);
    if (bytes == null) {
      throw new IllegalStateException("nothing is held of row '" + id + "', though it is pending");
    }
    Held.Pending pending = Held.pending(bytes);
    if (pending.layout() < 0 || pending.layout() >= layouts.size()) {
      throw new CheckpointException("row '" + id + "' was predicted by learners unheard of");
    }
    KeptPrediction prediction =
        layout.translate(pending.prediction(), layouts.get(pending.layout()));
    return new Held.Pending(pending.layout(), pending.row(), prediction);
  }

  /** The learners may be others than those that predicted what is pending. */
  private int indexOf(PredictionLayout layout) {
    if (!layouts.contains(layout)) {
      layouts.add(layout);
    }
    return layouts.indexOf(layout);
  }

  private List<LearnedPartition.Verdict> verdicts(
      List<ArrivedPartition> partitions, DelayedBatch arrived, long predictedBy) {
    List<KeptPrediction> predictions = arrived.predictions();
    List<LearnedPartition.Verdict> verdicts = new ArrayList<>(partitions.size());
    int from = 0;
    for (int i = 0; i < partitions.size(); i++) {
      int rows = partitions.get(i).rows().size();
      ScoredBlock scored =
          wanted.predictions() && rows > 0
              ? scored(predictions.subList(from, from + rows), unlabelled(rows), predictedBy)
              : ScoredBlock.none();
      List<PrequentialReport> reports =
          i == 0 && wanted.reports() ? List.of(trainer.report()) : List.of();
      verdicts.add(
          new LearnedPartition.Verdict(
              partitions.get(i).refused(),
              scored,
              i == 0 && wanted.labelled() ? labelled(arrived) : LearnedPartition.Labelled.NONE,
              reports));
      from += rows;
    }
    return verdicts;
  }

  private List<SampledRow> sampled(DelayedBatch arrived, long batchId, long predictedBy) {
    PredictionLayout layout = trainer.tracks().layout();
    int rows = arrived.predictions().size();
    int most = trainer.tracks().predicts() ? wanted.sampledRows() : 0;
    List<SampledRow> last = new ArrayList<>();
    for (int row = Math.max(0, rows - most); row < rows; row++) {
      KeptPrediction prediction = arrived.predictions().get(row);
      List<SampledRow.Prediction> predictions = new ArrayList<>();
      for (int i = 0; i < layout.learners().size(); i++) {
        int from = layout.offset(i);
        predictions.add(
            new SampledRow.Prediction(
                layout.learners().get(i),
                Arrays.copyOfRange(prediction.outputs(), from, from + layout.widths().get(i)),
                prediction.decided()[i]));
      }
      double[] features = arrived.row(row).features(trainer.schema());
      last.add(new SampledRow(batchId, predictedBy, features, Double.NaN, predictions));
    }
    return last;
  }

  private static double[] unlabelled(int rows) {
    double[] labels = new double[rows];
    Arrays.fill(labels, Double.NaN);
    return labels;
  }

  /** By which version a row was predicted is not kept until its label comes. */
  private LearnedPartition.Labelled labelled(DelayedBatch arrived) {
    List<DelayedBatch.Labelled> rows = arrived.labelled();
    return new LearnedPartition.Labelled(
        rows.stream().map(DelayedBatch.Labelled::id).toList(),
        scored(
            rows.stream().map(DelayedBatch.Labelled::prediction).toList(),
            rows.stream().mapToDouble(DelayedBatch.Labelled::label).toArray(),
            -1));
  }

  private ScoredBlock scored(List<KeptPrediction> predictions, double[] labels, long predictedBy) {
    PredictionLayout layout = trainer.tracks().layout();
    int learners = layout.learners().size();
    int rows = predictions.size();
    double[][] outputs = new double[learners][];
    int[][] decided = new int[learners][rows];
    for (int i = 0; i < learners; i++) {
      int width = layout.widths().get(i);
      outputs[i] = new double[rows * width];
      for (int row = 0; row < rows; row++) {
        KeptPrediction each = predictions.get(row);
        System.arraycopy(each.outputs(), layout.offset(i), outputs[i], row * width, width);
        decided[i][row] = each.decided()[i];
      }
    }
    return new ScoredBlock(
        predictedBy,
        trainer.schema().classes(),
        layout.learners(),
        labels,
        outputs,
        layout.widths().stream().mapToInt(Integer::intValue).toArray(),
        decided);
  }

  /** Rows stay where they are; what was said of them goes there, if it is asked for. */
  private Batch<LearnedPartition<T>> results(
      Batch<Arrival<T, L>> batch, List<LearnedPartition.Verdict> verdicts, Engine engine) {
    if (!wanted.predictions()) {
      return engine.of(
          verdicts.stream().map(verdict -> List.of(verdict.<T>on(List.of()))).toList());
    }
    return batch.zip(
        engine.of(verdicts.stream().map(List::of).toList()),
        (arrivals, verdict, out) -> {
          LearnedPartition.Verdict said = verdict.get(0);
          out.emit(said.with(Arrival.rows(arrivals, said.refused())));
        });
  }

  @Override
  public Optional<StateUsage> usage() {
    return usage;
  }

  @Override
  public long skippedRows() {
    return skippedRows;
  }

  @Override
  public OptionalLong stateRows() {
    return OptionalLong.of(pendingRows.size());
  }

  @Override
  public void save(StateWriter out) {
    trainer.save(out);
    out.put("labels", ledger::save);
    out.put("layouts", layouts.size());
    for (int i = 0; i < layouts.size(); i++) {
      out.put("layout" + i, layouts.get(i)::save);
    }
    out.put("waiting", pendingRows::save);
  }

  @Override
  public void restore(StateReader in) {
    trainer.restore(in);
    if (!in.has("labels")) {
      return; // the labels came with the rows
    }
    ledger.restore(in.get("labels"));
    trainer.learned(trainer.version(), ledger.report());
    for (int i = 0; i < in.getLong("layouts"); i++) {
      layouts.add(PredictionLayout.restored(in.get("layout" + i)));
    }
    pendingRows.restore(in.get("waiting"));
    ledgerKnowsRows = false;
  }

  @Override
  public void committed(long batchId) {
    pendingRows.committed(batchId);
    trainer.publish(trainer.report(), sampled);
  }
}
