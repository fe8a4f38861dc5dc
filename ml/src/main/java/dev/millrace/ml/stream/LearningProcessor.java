package dev.millrace.ml.stream;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.engine.Engine;
import dev.millrace.core.state.StateUsage;
import dev.millrace.ml.evaluate.LabelReport;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.StatefulExtractor;
import dev.millrace.ml.internal.prequential.LearnerTrack;
import dev.millrace.ml.internal.prequential.LearnerTracks;
import dev.millrace.ml.internal.prequential.PartitionOutcome;
import dev.millrace.ml.internal.prequential.PartitionStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One run of a learning stream, on the driver: has blocks made of a batch's rows, tests and trains
 * the learners with them, and lets others see the models once the batch is durable.
 */
final class LearningProcessor<T> implements BatchProcessor<T, LearnedPartition<T>> {
  private final Trainer<T> trainer;
  private final boolean predictionsWanted;
  private final boolean reportsWanted;
  private final FeatureExtractor<T> extractor;
  private final LearnerTracks tracks;
  private final RowSampling sampling;
  private final BuilderPool pool;

  /** What an accumulator took on its way here in the batch before; 0 if it did not travel. */
  private long sumBytes;

  private Optional<PrequentialReport> report = Optional.empty();
  private List<SampledRow> sampled = List.of();
  private long skippedRows;
  private Optional<StateUsage> usage = Optional.empty();

  LearningProcessor(Trainer<T> trainer, Wanted wanted) {
    this.trainer = trainer;
    this.predictionsWanted = wanted.predictions();
    this.reportsWanted = wanted.reports();
    this.extractor = trainer.extractor();
    this.tracks = trainer.tracks();
    this.sampling = new RowSampling(tracks.predicts() ? wanted.sampledRows() : 0, tracks.tracks());
    this.pool = new BuilderPool(extractor.schema());
  }

  @Override
  public Batch<LearnedPartition<T>> process(Batch<T> batch, BatchContext context) {
    Engine engine = context.engine();
    long batchId = context.info().id();
    String name = trainer.name();
    pool.takeBack();
    boolean learns = !context.isDegraded();
    Optional<StateUsage> usageBefore = trainer.usage();
    long skippedBefore = tracks.skippedRows();
    String doing = learns ? "train " : "predict ";
    PartitionStep step = tracks.step(learns);
    engine.describe((step.isEmpty() ? "features of " : doing) + name);
    List<ExtractedPartition> partitions =
        extractor instanceof StatefulExtractor<T>
            ? extractOnDriver(batch, batchId, step, engine)
            : MergeTask.where(
                    batch.pipe(new PartitionTask<>(name, batchId, extractor, step, pool)),
                    step,
                    sumBytes)
                .collect();
    partitions.forEach(partition -> partition.letters().forEach(context::reject));
    engine.describe(doing + name);
    List<PartitionOutcome> outcomes = partitions.stream().map(ExtractedPartition::outcome).toList();
    if (learns) {
      sumBytes = outcomes.stream().mapToLong(PartitionOutcome::sumBytes).max().orElse(0);
    }
    tracks.run(outcomes, engine::runOnDriver, learns);
    usage = trainer.usage().map(now -> now.since(usageBefore.orElseThrow()));
    skippedRows = tracks.skippedRows() - skippedBefore;
    long predictedBy = trainer.version();
    trainer.learned(batchId, LabelReport.NONE);
    report = reportsWanted ? Optional.of(trainer.report()) : Optional.empty();
    Batch<LearnedPartition<T>> learned = results(batch, verdicts(partitions, predictedBy), engine);
    sampled = sampling.of(partitions, batchId, predictedBy);
    return learned;
  }

  /** Only predictions are put beside the rows they are of. */
  @Override
  public boolean readsOnce() {
    return !predictionsWanted;
  }

  /** An extractor that remembers rows sees all of them in order, so they come to the driver. */
  private List<ExtractedPartition> extractOnDriver(
      Batch<T> batch, long batchId, PartitionStep step, Engine engine) {
    List<PartitionExtraction<T>> extractions = new ArrayList<>();
    for (List<T> values : batch.collectPartitions()) {
      PartitionExtraction<T> extraction =
          new PartitionExtraction<>(
              extractor, pool.lend(), trainer.name(), batchId, extractions.size());
      values.forEach(extraction::take);
      extractions.add(extraction);
    }
    List<PartitionOutcome> outcomes =
        tracks.runStep(
            step,
            extractions.stream().map(PartitionExtraction::block).toList(),
            engine::runOnDriver);
    List<ExtractedPartition> partitions = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      PartitionExtraction<T> extraction = extractions.get(i);
      partitions.add(
          new ExtractedPartition(i, outcomes.get(i), extraction.refused(), extraction.letters()));
    }
    return partitions;
  }

  private List<LearnedPartition.Verdict> verdicts(
      List<ExtractedPartition> partitions, long predictedBy) {
    List<LearnedPartition.Verdict> verdicts = new ArrayList<>(partitions.size());
    for (int i = 0; i < partitions.size(); i++) {
      ExtractedPartition partition = partitions.get(i);
      boolean scored = predictionsWanted && partition.outcome().rows() > 0;
      verdicts.add(
          new LearnedPartition.Verdict(
              partition.refused(),
              scored ? scored(partition.outcome().block(), i, predictedBy) : ScoredBlock.none(),
              LearnedPartition.Labelled.NONE,
              i == 0 ? report.stream().toList() : List.of()));
    }
    return verdicts;
  }

  /** Rows stay where they are; what was said of them goes there, if it is asked for. */
  private Batch<LearnedPartition<T>> results(
      Batch<T> batch, List<LearnedPartition.Verdict> verdicts, Engine engine) {
    if (!predictionsWanted) {
      return engine.of(
          verdicts.stream().map(verdict -> List.of(verdict.<T>on(List.of()))).toList());
    }
    return batch.zip(
        engine.of(verdicts.stream().map(List::of).toList()),
        (rows, verdict, out) -> out.emit(verdict.get(0).on(rows)));
  }

  private ScoredBlock scored(InstanceBlock block, int index, long predictedBy) {
    List<LearnerTrack> all = tracks.tracks();
    double[] labels = new double[block.rows()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = block.label(row);
    }
    return new ScoredBlock(
        predictedBy,
        extractor.schema().classes(),
        all.stream().map(LearnerTrack::name).toList(),
        labels,
        all.stream().map(track -> track.outputs(index)).toArray(double[][]::new),
        all.stream().mapToInt(LearnerTrack::width).toArray(),
        all.stream().map(track -> track.decisions(index)).toArray(int[][]::new));
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
  public void save(StateWriter out) {
    trainer.save(out);
  }

  @Override
  public void restore(StateReader in) {
    trainer.restore(in);
  }

  @Override
  public void committed(long batchId) {
    trainer.publish(report.orElseGet(trainer::report), sampled);
  }
}
