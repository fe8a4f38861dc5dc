package dev.millrace.ml.cluster;

import dev.millrace.ml.Clusterer;
import dev.millrace.ml.feature.DensePreprocessor;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.internal.Blocks;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/**
 * Clusters as learned so far. A row belongs to the nearest centre; the squared distance is taken in
 * deviations where the learner scales. While there are no centres yet every row is in cluster 0 at
 * distance 0. A prediction costs O(clusters × features) time and allocates nothing for dense rows,
 * save one row where missing features are filled in.
 */
public final class KMeansModel implements Clusterer {
  private final int clusters;
  private final Centres centres;
  private final double[] scale;
  private final DensePreprocessor filler;

  /** Keeps all four, which nobody else may change. */
  KMeansModel(int clusters, Centres centres, double[] scale, DensePreprocessor filler) {
    this.clusters = clusters;
    this.centres = centres;
    this.scale = scale;
    this.filler = filler;
  }

  @Override
  public int features() {
    return centres.width;
  }

  @Override
  public int clusters() {
    return clusters;
  }

  /** Whether there are centres yet. */
  public boolean ready() {
    return centres.weights.length > 0;
  }

  /** A centre in the features' own units; a copy. */
  public double[] centre(int cluster) {
    return Arrays.copyOfRange(
        centres.values, cluster * centres.width, (cluster + 1) * centres.width);
  }

  /**
   * By what each feature's differences are multiplied when distances are taken; empty where they
   * are not scaled; a copy.
   */
  public double[] scales() {
    return scale.clone();
  }

  /** How many rows, decayed, a cluster stands for. */
  public double weight(int cluster) {
    return centres.weights[cluster];
  }

  @Override
  public void predict(double[] x, int offset, double[] out) {
    if (filler.identity()) {
      nearest(x, offset, out);
    } else {
      double[] filled = new double[filler.features()];
      filler.transform(x, offset, filled);
      nearest(filled, 0, out);
    }
  }

  private void nearest(double[] x, int at, double[] out) {
    if (ready()) {
      centres.nearest(x, at, scale, out, 0, 0);
    } else {
      out[0] = 0;
      out[1] = 0;
    }
  }

  @Override
  public void predict(InstanceBlock block, double[] out) {
    if (ready()) {
      Blocks.checkWidth("k-means model", centres.width, block.features());
    }
    DensePreprocessor fill = ready() ? filler : Preprocessing.none().dense(block.features());
    FilledRows rows = new FilledRows(block, fill, (x, at) -> {});
    NearestCentre search = new NearestCentre(centres, scale);
    for (int row = 0; row < block.rows(); row++) {
      int at = rows.at(row);
      out[2 * row] = ready() ? search.find(rows.values(), at, row) : 0;
      out[2 * row + 1] = ready() ? search.squaredDistance() : 0;
    }
  }

  /** Tells {@code cluster 0 weight}, {@code cluster 0 <feature>} and so on. */
  @Override
  public void describe(List<String> featureNames, ObjDoubleConsumer<String> out) {
    if (ready()) {
      Blocks.checkWidth("k-means model", centres.width, featureNames.size());
    }
    for (int c = 0; c < centres.weights.length; c++) {
      out.accept("cluster " + c + " weight", centres.weights[c]);
      for (int j = 0; j < centres.width; j++) {
        out.accept(
            "cluster " + c + " " + featureNames.get(j), centres.values[c * centres.width + j]);
      }
    }
  }
}
