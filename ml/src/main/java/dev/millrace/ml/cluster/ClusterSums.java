package dev.millrace.ml.cluster;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.ml.feature.DensePreprocessor;
import dev.millrace.ml.feature.Preprocessing;
import dev.millrace.ml.feature.StandardScaler;
import dev.millrace.ml.instance.InstanceBlock;

/**
 * What mini-batch k-means sums one partition up in: for each cluster the sum and the weight of its
 * rows; before there are centres, the rows themselves.
 */
public final class ClusterSums {
  private final int features;
  private Clusters base;
  private NearestCentre search;
  private double[] sums = new double[0];
  private double[] weights = new double[0];
  private RowBuffer waiting = new RowBuffer(0);
  private StandardScaler scaler = new StandardScaler(0);
  private DensePreprocessor filler = Preprocessing.none().dense(0);
  private DensePreprocessor means = filler;
  private long rows;

  ClusterSums(int features) {
    this.features = features;
  }

  int features() {
    return features;
  }

  boolean empty() {
    return base == null;
  }

  /** Says which centres rows are held against; called with the first block. */
  void start(Clusters at) {
    base = at;
    search = new NearestCentre(at.centres, at.scale);
    sums = new double[at.ready ? at.centres.values.length : 0];
    weights = new double[at.ready ? at.centres.weights.length : 0];
    waiting = new RowBuffer(features);
    scaler = at.scaler.empty();
    filler = at.filler.copy();
    means = at.filler.empty();
  }

  Clusters base() {
    return base;
  }

  long rows() {
    return rows;
  }

  RowBuffer waiting() {
    return waiting;
  }

  StandardScaler scaler() {
    return scaler;
  }

  /** The running means of these rows alone. */
  DensePreprocessor means() {
    return means;
  }

  /** A block's rows with what is missing filled in, seen as they are read. */
  FilledRows filled(InstanceBlock block) {
    return new FilledRows(
        block,
        filler,
        (x, at) -> {
          filler.learn(x, at);
          means.learn(x, at);
        });
  }

  /** The weight of a cluster's rows. */
  double weight(int cluster) {
    return weights[cluster];
  }

  /** Row-major, as centres are. */
  double[] sums() {
    return sums;
  }

  /** Adds a row to its nearest centre's cluster, or to those that wait. */
  void add(double[] x, int at, double weight, int row) {
    rows++;
    if (scaler.features() > 0) {
      scaler.learn(x, at);
    }
    if (base.ready) {
      addTo(search.find(x, at, row), x, at, weight);
    } else {
      base.centres.checkFinite(x, at, row);
      waiting.add(x, at, weight);
    }
  }

  private void addTo(int cluster, double[] x, int at, double weight) {
    weights[cluster] += weight;
    int to = cluster * features;
    for (int j = 0; j < features; j++) {
      sums[to + j] += weight * x[at + j];
    }
  }

  /** Writes it without the centres, which are the learner's. */
  void save(StateWriter out) {
    out.put("features", features);
    if (!empty()) {
      out.put("rows", rows).put("sums", sums).put("weights", weights);
      out.put("waiting", waiting::save).put("scaler", scaler::save);
      if (!means.identity()) {
        out.put("means", means::save).put("filler", filler::save);
      }
    }
  }

  /** Takes over what {@link #save} wrote, once started. */
  void restore(StateReader in) {
    rows = in.getLong("rows");
    System.arraycopy(in.getDoubles("sums", sums.length), 0, sums, 0, sums.length);
    System.arraycopy(in.getDoubles("weights", weights.length), 0, weights, 0, weights.length);
    waiting.restore(in.get("waiting"));
    scaler.restore(in.get("scaler"));
    if (!means.identity()) {
      means.restore(in.get("means"));
      filler.restore(in.get("filler"));
    }
  }

  void merge(ClusterSums right) {
    if (right.empty()) {
      return;
    }
    if (empty()) {
      start(right.base);
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] += right.sums[i];
    }
    for (int c = 0; c < weights.length; c++) {
      weights[c] += right.weights[c];
    }
    waiting.addAll(right.waiting);
    scaler.merge(right.scaler);
    means.merge(right.means);
    rows += right.rows;
  }
}
