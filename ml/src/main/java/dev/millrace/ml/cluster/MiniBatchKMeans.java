package dev.millrace.ml.cluster;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.MergeableLearner;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.internal.Blocks;

/**
 * k-means batch by batch, by the rule of Spark MLlib's streaming k-means: rows are assigned to the
 * centres from before the batch, side by side in all partitions; weights decay; each centre then
 * moves to the weighted mean of itself and its new rows. A cluster whose weight falls below 1e-8 of
 * the heaviest one's takes over half of that one.
 *
 * <pre>{@code
 * MiniBatchKMeans learner =
 *     new MiniBatchKMeans(KMeansOptions.of(3).withHalfLife(10, DecayUnit.BATCHES));
 * }</pre>
 *
 * <p>Until there are enough rows to choose initial centres from they wait, and are part of the
 * state; the rest of those rows is then learned as one batch. Rows of a batch are scaled with what
 * the batches before it have shown; what is missing is filled in, if asked for, with the mean of
 * those and of the partition's rows before it. Labels are not looked at. Time O(clusters ×
 * features) a row. Deterministic for a seed: the result depends on the partitions and their order,
 * never on timing. Not thread-safe, but for {@link #accumulate} on different accumulators.
 */
public final class MiniBatchKMeans implements MergeableLearner<KMeansModel, ClusterSums> {
  static final String KIND = "mini-batch-k-means";

  private final KMeansOptions options;
  private Clusters clusters;

  public MiniBatchKMeans(KMeansOptions options) {
    this.options = options;
  }

  @Override
  public String kind() {
    return KIND;
  }

  public KMeansOptions options() {
    return options;
  }

  @Override
  public ClusterSums accumulator(int features) {
    if (clusters != null) {
      Blocks.checkWidth(KIND, clusters.width, features);
    }
    return new ClusterSums(features);
  }

  @Override
  public void accumulate(ClusterSums accumulator, InstanceBlock block) {
    Blocks.checkWidth(KIND, accumulator.features(), block.features());
    if (accumulator.empty()) {
      accumulator.start(clusters == null ? new Clusters(options, block.features()) : clusters);
    }
    FilledRows rows = accumulator.filled(block);
    for (int row = 0; row < block.rows(); row++) {
      int at = rows.at(row);
      accumulator.add(rows.values(), at, block.weight(row), row);
    }
  }

  @Override
  public ClusterSums merge(ClusterSums left, ClusterSums right) {
    left.merge(right);
    return left;
  }

  @Override
  public void saveAccumulator(ClusterSums accumulator, StateWriter out) {
    accumulator.save(out);
  }

  @Override
  public ClusterSums restoreAccumulator(StateReader in) {
    int features = in.getInt("features", 0, Integer.MAX_VALUE);
    ClusterSums sums = accumulator(features);
    if (in.has("rows")) {
      sums.start(clusters == null ? new Clusters(options, features) : clusters);
      sums.restore(in);
    }
    return sums;
  }

  @Override
  public void apply(ClusterSums sums) {
    if (sums.rows() == 0) {
      return;
    }
    clusters = sums.base();
    clusters.rows += sums.rows();
    clusters.scaler.merge(sums.scaler());
    clusters.filler.merge(sums.means());
    clusters.rescale();
    if (clusters.ready && sums.waiting().rows() == 0) {
      move(sums);
      return;
    }
    clusters.waiting.addAll(sums.waiting());
    if (clusters.enough()) {
      begin();
    }
  }

  /** Chooses the initial centres and learns the other waiting rows as one batch. */
  private void begin() {
    CentreChoice choice = clusters.choose();
    ClusterSums others = new ClusterSums(clusters.width);
    others.start(clusters);
    RowBuffer waiting = clusters.waiting;
    for (int row = 0; row < waiting.rows(); row++) {
      if (!choice.taken(row)) {
        int at = row * clusters.width;
        others.add(waiting.values(), at, waiting.weight(row), row);
      }
    }
    waiting.clear();
    if (others.rows() > 0) {
      move(others);
    }
  }

  private void move(ClusterSums sums) {
    Centres centres = clusters.centres;
    double points = 0;
    for (int c = 0; c < options.clusters(); c++) {
      points += sums.weight(c);
    }
    centres.decay(
        options.unit() == DecayUnit.BATCHES ? options.decay() : Math.pow(options.decay(), points));
    for (int c = 0; c < options.clusters(); c++) {
      if (sums.weight(c) > 0) {
        centres.moveTowards(c, sums.sums(), sums.weight(c));
      }
    }
    centres.rescue();
  }

  @Override
  public KMeansModel model() {
    return clusters == null ? Clusters.unseen(options).model() : clusters.model();
  }

  @Override
  public MiniBatchKMeans fresh() {
    return new MiniBatchKMeans(options);
  }

  @Override
  public long rowsLearned() {
    return clusters == null ? 0 : clusters.rows;
  }

  @Override
  public void save(StateWriter out) {
    LearnerCatalog.saveType(KIND, KMeansTexts.write(options, false), out);
    if (clusters != null) {
      out.put("learned", clusters::save);
    }
  }

  @Override
  public void restore(StateReader in) {
    LearnerCatalog.checkType(KIND, in);
    if (in.has("learned")) {
      clusters = Clusters.restored(options, in.get("learned"));
    }
  }
}
