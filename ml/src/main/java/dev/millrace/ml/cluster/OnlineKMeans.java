package dev.millrace.ml.cluster;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.SequentialLearner;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.internal.Blocks;
import java.util.Arrays;

/**
 * k-means row by row (MacQueen 1967), with clusters that may forget: every row draws its nearest
 * centre towards itself by the row's share of the cluster's weight, after all weights have decayed.
 * A cluster whose weight falls below 1e-8 of the heaviest one's takes over half of that one, as in
 * MLlib.
 *
 * <pre>{@code
 * OnlineKMeans learner =
 *     new OnlineKMeans(KMeansOptions.of(3).withHalfLife(1000, DecayUnit.POINTS));
 * }</pre>
 *
 * <p>A row: what is missing is filled in, if asked for, the scaler learns from it, the nearest
 * centre is found, the centre moves. Until there are enough rows to choose initial centres from
 * they wait, and are part of the state; those that become centres count as one row each, the others
 * are then learned in order. Labels are not looked at. Time O(clusters × features) a row.
 * Deterministic for a seed. Not thread-safe.
 */
public final class OnlineKMeans implements SequentialLearner<KMeansModel> {
  static final String KIND = "k-means";

  private final KMeansOptions options;
  private final double[] nearest = new double[2];
  private Clusters clusters;

  /**
   * @throws ConfigurationException if weights should decay by batches, which a learner of single
   *     rows does not know, or decay to nothing at once
   */
  public OnlineKMeans(KMeansOptions options) {
    if (options.unit() == DecayUnit.BATCHES && options.decay() < 1) {
      throw new ConfigurationException(
          "k-means row by row decays by points; decay by batches is what mini-batch k-means does");
    }
    if (options.decay() == 0) {
      throw new ConfigurationException("k-means row by row: decay must be > 0");
    }
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
  public int outputs(int features) {
    return 2;
  }

  @Override
  public void learn(InstanceBlock block) {
    start(block);
    FilledRows rows = new FilledRows(block, clusters.filler, clusters.filler::learn);
    for (int row = 0; row < block.rows(); row++) {
      int at = rows.at(row);
      learnRow(rows.values(), at, block.weight(row), row);
    }
  }

  @Override
  public void testThenTrain(InstanceBlock block, double[] out) {
    start(block);
    FilledRows rows = new FilledRows(block, clusters.filler, clusters.filler::learn);
    for (int row = 0; row < block.rows(); row++) {
      int at = rows.at(row);
      testThenTrain(rows.values(), at, block.weight(row), row, out);
    }
  }

  private void testThenTrain(double[] x, int at, double weight, int row, double[] out) {
    if (!clusters.ready) {
      Arrays.fill(out, 2 * row, 2 * row + 2, 0);
      learnRow(x, at, weight, row);
      return;
    }
    int cluster = clusters.centres.nearest(x, at, clusters.scale, out, 2 * row, row);
    if (clusters.scaled()) {
      learnRow(x, at, weight, row);
    } else {
      clusters.rows++;
      draw(cluster, x, at, weight);
    }
  }

  private void start(InstanceBlock block) {
    if (clusters == null) {
      clusters = new Clusters(options, block.features());
    }
    Blocks.checkWidth(KIND, clusters.width, block.features());
  }

  private void learnRow(double[] x, int at, double weight, int row) {
    if (clusters.scaled()) {
      clusters.scaler.learn(x, at);
      clusters.rescale();
    }
    clusters.rows++;
    if (clusters.ready) {
      draw(x, at, weight, row);
      return;
    }
    clusters.centres.checkFinite(x, at, row);
    clusters.waiting.add(x, at, weight);
    if (clusters.enough()) {
      CentreChoice choice = clusters.choose();
      for (int waited = 0; waited < clusters.waiting.rows(); waited++) {
        if (!choice.taken(waited)) {
          int from = waited * clusters.width;
          draw(clusters.waiting.values(), from, clusters.waiting.weight(waited), row);
        }
      }
      clusters.waiting.clear();
    }
  }

  private void draw(double[] x, int at, double weight, int row) {
    draw(clusters.centres.nearest(x, at, clusters.scale, nearest, 0, row), x, at, weight);
  }

  private void draw(int cluster, double[] x, int at, double weight) {
    Centres centres = clusters.centres;
    if (options.decay() < 1) {
      centres.decay(weight == 1 ? options.decay() : Math.pow(options.decay(), weight));
    }
    centres.draw(cluster, x, at, weight);
    centres.rescue();
  }

  @Override
  public KMeansModel model() {
    return clusters == null ? Clusters.unseen(options).model() : clusters.model();
  }

  @Override
  public OnlineKMeans fresh() {
    return new OnlineKMeans(options);
  }

  @Override
  public long rowsLearned() {
    return clusters == null ? 0 : clusters.rows;
  }

  @Override
  public void save(StateWriter out) {
    LearnerCatalog.saveType(KIND, KMeansTexts.write(options, true), out);
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
