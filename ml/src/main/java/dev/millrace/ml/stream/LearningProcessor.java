package dev.millrace.ml.stream;

import dev.millrace.core.Batch;
import dev.millrace.core.BatchContext;
import dev.millrace.core.BatchProcessor;
import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.Schema;
import dev.millrace.ml.instance.StatefulExtractor;
import dev.millrace.ml.internal.prequential.LearnerTrack;
import dev.millrace.ml.internal.prequential.LearnerTracks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One run of a learning stream: makes blocks of a batch's rows, tests and trains the learners with
 * them, and lets others see the models once the batch is durable.
 */
final class LearningProcessor<T> implements BatchProcessor<T, LearnedPartition<T>> {
  private static final int FORMAT = 1;

  private final LearningSettings<T> settings;
  private final Committed<T> committed;
  private final boolean predictionsWanted;
  private final boolean reportsWanted;
  private final FeatureExtractor<T> extractor;
  private final LearnerTracks tracks;
  private final List<PartitionRows<T>> partitions = new ArrayList<>();
  private long version = -1;
  private Optional<PrequentialReport> report = Optional.empty();

  LearningProcessor(
      LearningSettings<T> settings,
      Committed<T> committed,
      boolean predictionsWanted,
      boolean reportsWanted) {
    this.settings = settings;
    this.committed = committed;
    this.predictionsWanted = predictionsWanted;
    this.reportsWanted = reportsWanted;
    this.extractor =
        settings.extractor() instanceof StatefulExtractor<T> stateful
            ? stateful.fresh()
            : settings.extractor();
    this.tracks = settings.freshTracks(predictionsWanted);
  }

  @Override
  public Batch<LearnedPartition<T>> process(Batch<T> batch, BatchContext context) {
    int count = batch.partitions();
    while (partitions.size() < count) {
      partitions.add(new PartitionRows<>(settings.name(), extractor.schema(), predictionsWanted));
    }
    long batchId = context.info().id();
    context.engine().describe("features of " + settings.name());
    extract(batch, batchId);
    List<InstanceBlock> blocks = new ArrayList<>(count);
    for (PartitionRows<T> partition : partitions.subList(0, count)) {
      partition.letters().forEach(context::reject);
      blocks.add(partition.block());
    }
    context.engine().describe("train " + settings.name());
    tracks.run(blocks, new EngineTasks(context.engine()));
    report = reportsWanted ? Optional.of(PrequentialReport.of(tracks, batchId)) : Optional.empty();
    Batch<LearnedPartition<T>> learned = context.engine().of(results(blocks));
    version = batchId;
    return learned;
  }

  private void extract(Batch<T> batch, long batchId) {
    if (extractor instanceof StatefulExtractor<T>) {
      List<List<T>> values = batch.collectPartitions();
      for (int i = 0; i < values.size(); i++) {
        partitions.get(i).fill(extractor, values.get(i), batchId, i);
      }
      return;
    }
    batch.runPartitions(
        (partition, values) -> {
          partitions.get(partition).fill(extractor, values, batchId, partition);
          return values.size();
        });
  }

  private List<List<LearnedPartition<T>>> results(List<InstanceBlock> blocks) {
    List<List<LearnedPartition<T>>> results = new ArrayList<>(blocks.size());
    for (int i = 0; i < blocks.size(); i++) {
      InstanceBlock block = blocks.get(i);
      boolean scored = predictionsWanted && block.rows() > 0;
      results.add(
          List.of(
              new LearnedPartition<>(
                  partitions.get(i).rows(),
                  scored ? Optional.of(scored(block, i)) : Optional.empty(),
                  i == 0 ? report : Optional.empty())));
    }
    return results;
  }

  private ScoredBlock scored(InstanceBlock block, int index) {
    List<LearnerTrack> all = tracks.tracks();
    double[] labels = new double[block.rows()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = block.label(row);
    }
    return new ScoredBlock(
        version,
        extractor.schema().classes(),
        List.copyOf(settings.learners().keySet()),
        labels,
        all.stream().map(track -> track.outputs(index)).toArray(double[][]::new),
        all.stream().mapToInt(LearnerTrack::width).toArray(),
        all.stream().map(track -> track.decisions(index)).toArray(int[][]::new));
  }

  @Override
  public void save(StateWriter out) {
    out.put("learning", FORMAT).put("version", version);
    out.put("schema", extractor.schema()::save);
    if (extractor instanceof StatefulExtractor<T> stateful) {
      out.put("features", stateful::save);
    }
    tracks.save(out);
  }

  @Override
  public void restore(StateReader in) {
    if (in.getLong("learning") != FORMAT) {
      throw new CheckpointException(
          "format " + in.getLong("learning") + " of a learning stream is not known here");
    }
    if (extractor instanceof StatefulExtractor<T> stateful && in.has("features")) {
      stateful.restore(in.get("features"));
    }
    SchemaChange.check(Schema.restored(in.get("schema")), extractor.schema());
    tracks.restore(in);
    version = in.getLong("version");
  }

  @Override
  public void committed(long batchId) {
    FeatureExtractor<T> view =
        extractor instanceof StatefulExtractor<T> stateful ? stateful.committedView() : extractor;
    committed.publish(version, extractor.schema(), view, tracks, report);
  }
}
